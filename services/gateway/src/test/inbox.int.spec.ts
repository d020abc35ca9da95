import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { InboxItem } from '@podium/board';
import { startHarness, type Harness } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

async function inbox(position: unknown): Promise<InboxItem[]> {
  const answer = await harness.call('GET', `/api/inbox?position=${String(position)}`);
  expect(answer.status).toBe(200);
  return answer.body['items'] as InboxItem[];
}

it('holds what waits for a person in every project, and loses it once it is done', async () => {
  const tasks: string[] = [];
  let position: unknown = 0;
  for (const name of ['One', 'Two']) {
    const project = await harness.call('POST', '/api/projects', { name });
    const path = `/api/projects/${String(project.body['id'])}/tasks`;
    const task = await harness.call('POST', path, { title: `Task of ${name}` });
    tasks.push(`${path}/${String(task.body['id'])}`);
    await harness.call('POST', path, { title: 'Nothing to do here' });
    position = (await harness.call('PATCH', `${tasks.at(-1) ?? ''}/move`, { status: 'IN_PROGRESS' })).body['position'];
    position = (await harness.call('PATCH', `${tasks.at(-1) ?? ''}/move`, { status: 'AI_REVIEW' })).body['position'];
  }
  expect((await inbox(position)).map(({ kind, task_title, project_name }) => [kind, task_title, project_name])).toEqual(
    [
      ['review', 'Task of One', 'One'],
      ['review', 'Task of Two', 'Two'],
    ],
  );
  const back = await harness.call('PATCH', `${tasks[0] ?? ''}/move`, { status: 'TODO' });
  expect((await inbox(back.body['position'])).map(({ task_title }) => task_title)).toEqual(['Task of Two']);
});
