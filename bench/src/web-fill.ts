import { measure } from './harness.ts';

const parallel = 40;
const columns = ['PLANNING', 'IN_PROGRESS', 'AI_REVIEW'];

/** Cards over several columns of a project; every fourth is moved on. */
export async function fillBoard(url: string, projectId: string, count: number): Promise<void> {
  const path = `${url}/api/projects/${projectId}/tasks`;
  await measure(count, parallel, async (index) => {
    const task = await send<{ id: string }>('POST', path, { title: `Card ${index}: simplify the sign-up form` });
    const status = columns[Math.floor(index / 4) % columns.length];
    if (index % 4 === 0 && status !== 'AI_REVIEW') await send('PATCH', `${path}/${task.id}/move`, { status });
  });
}

async function send<T>(method: string, url: string, body: unknown): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
