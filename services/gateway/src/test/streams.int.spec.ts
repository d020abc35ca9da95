import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { OutputLog } from '@podium/jetstream';
import { OutputKind, type OutputChunk, type Usage } from '@podium/proto';
import { aTask } from './facts.ts';
import { readEvents } from './event-source.ts';
import { startHarness, type Harness } from './harness.ts';

let harness: Harness;
let output: OutputLog;
beforeAll(async () => {
  harness = await startHarness({ PODIUM_RECENT_FACTS: '100' });
  output = new OutputLog(harness.nc);
});
afterAll(() => harness.close());

const usage: Usage = { inputTokens: 1, outputTokens: 1, cachedTokens: 0, costUsd: 0 };

const chunk = (sessionId: string, number: number, kind: OutputKind = OutputKind.TEXT): OutputChunk => ({
  sessionId,
  number,
  kind,
  text: `word ${number}`,
  time: '2026-01-01T00:00:00.000Z',
  partOffset: 0,
});

interface Execution {
  projectId: string;
  taskId: string;
  sessionId: string;
  url: string;
}

async function execute(): Promise<Execution> {
  const project = await harness.call('POST', '/api/projects', { name: 'p' });
  const projectId = String(project.body['id']);
  const task = await harness.call('POST', `/api/projects/${projectId}/tasks`, { title: 't' });
  const path = `/api/projects/${projectId}/tasks/${String(task.body['id'])}`;
  const started = await harness.call('POST', `${path}/execute`);
  const sessionId = String(started.body['session_id']);
  return { projectId, taskId: String(task.body['id']), sessionId, url: `${harness.gateway.url}${path}/output` };
}

function complete({ projectId, sessionId, taskId }: Execution, outputChunks: number): Promise<number> {
  return harness.services.append({ projectId, context: 'session', id: sessionId }, [
    fact('podium.session.v1.SessionCompleted', { sessionId, taskId, summary: 'done', usage, outputChunks }),
  ]);
}

describe("a session's output", () => {
  it('streams what is there and what comes, ends after done, and resumes by Last-Event-ID', async () => {
    const execution = await execute();
    const { projectId, sessionId, url } = execution;
    let last = await output.append(
      projectId,
      sessionId,
      [chunk(sessionId, 1), chunk(sessionId, 2, OutputKind.ERROR)],
      0,
    );
    const reading = readEvents(url);
    last = await output.append(projectId, sessionId, [chunk(sessionId, 3, OutputKind.STATUS)], last);
    await output.append(projectId, sessionId, [chunk(sessionId, 4, OutputKind.DONE)], last);
    const events = await reading;
    expect(events.map(({ data }) => [data['number'], data['type']])).toEqual([
      [1, 'output'],
      [2, 'error'],
      [3, 'status'],
      [4, 'done'],
    ]);
    expect(events[0]?.data).toEqual({
      type: 'output',
      kind: 'text',
      text: 'word 1',
      timestamp: '2026-01-01T00:00:00.000Z',
      number: 1,
    });
    const headers = { 'last-event-id': String(events[1]?.id) };
    expect(await readEvents(url, { headers })).toEqual(events.slice(2));
    expect(await readEvents(`${url}?last_event_id=${events[2]?.id}&session_id=${sessionId}`)).toEqual(events.slice(3));
  });

  it('ends where the session ended without saying so, before or after', async () => {
    const execution = await execute();
    const { projectId, sessionId, url } = execution;
    await output.append(projectId, sessionId, [chunk(sessionId, 1)], 0);
    const reading = readEvents(url);
    await complete(execution, 1);
    const events = await reading;
    expect(events.map(({ data }) => data['type'])).toEqual(['output', 'done']);
    const again = await readEvents(url, { headers: { 'last-event-id': String(events[1]?.id) } });
    expect(again.map(({ data }) => data['type'])).toEqual(['done']);

    const silent = await execute();
    await complete(silent, 0);
    expect((await readEvents(silent.url)).map(({ data }) => data['type'])).toEqual(['done']);
  });

  it('is a problem where there is none', async () => {
    const { url, projectId } = await execute();
    const status = async (address: string): Promise<number> => (await fetch(address)).status;
    expect(await status(`${url}?session_id=nothing`)).toBe(404);
    expect(await status(`${harness.gateway.url}/api/projects/${projectId}/tasks/nothing/output`)).toBe(404);
    const task = await harness.call('POST', `/api/projects/${projectId}/tasks`, { title: 'never run' });
    const path = `/api/projects/${projectId}/tasks/${String(task.body['id'])}/output`;
    expect(await harness.call('GET', path)).toMatchObject({ status: 404, body: { code: 'no_output' } });
    expect(await harness.call('GET', path, undefined, { 'last-event-id': 'x' })).toMatchObject({ status: 422 });
  });
});

describe('/api/events', () => {
  it('gives facts from a position on, live too, and resumes', async () => {
    let counter = 0;
    const write = async (projectId: string): Promise<number> => {
      const { aggregate, facts } = aTask(projectId, (counter += 1));
      return harness.services.append(aggregate, facts);
    };
    const first = await write('e1');
    for (let left = 250; left > 0; left -= 1) await write(left % 2 ? 'e1' : 'e2');
    const url = `${harness.gateway.url}/api/events`;
    const reading = readEvents(`${url}?after=${first - 1}`, { enough: 261 });
    for (let left = 10; left > 0; left -= 1) await write('e1');
    const ids = (await reading).map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: 261 }, (_, index) => first + index));

    const mine = await readEvents(`${url}?project_id=e2`, { enough: 5, headers: { 'last-event-id': String(first) } });
    expect(mine.every(({ data }) => String(data['subject']).startsWith('e2/'))).toBe(true);
    expect(mine.slice(0, 5).map(({ id }) => id)).toEqual([2, 4, 6, 8, 10].map((offset) => first + offset - 1));
  });
});
