import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BoardView, PastBoardView, StoryEntry, TimelineView } from '@podium/board';
import { headPosition } from '@podium/jetstream';
import { eventually } from '@podium/testing';
import { startHarness, type Answer, type Harness } from './harness.ts';

let harness: Harness;
let projectId: string;
beforeAll(async () => {
  // A small ring, so that the past comes from the log as well.
  harness = await startHarness({ PODIUM_RECENT_FACTS: '100' });
  projectId = String((await harness.call('POST', '/api/projects', { name: 'First' })).body['id']);
});
afterAll(() => harness.close());

const get = (path: string): Promise<Answer> => harness.call('GET', path);

async function newTask(title: string): Promise<string> {
  const created = await harness.call('POST', `/api/projects/${projectId}/tasks`, { title });
  return `/api/projects/${projectId}/tasks/${String(created.body['id'])}`;
}

async function pastBoard(at: string | number): Promise<PastBoardView> {
  const answer = await get(`/api/projects/${projectId}/board?at=${encodeURIComponent(String(at))}`);
  expect(answer.status).toBe(200);
  return answer.body as unknown as PastBoardView;
}

describe('the board in the past', () => {
  it('is at the head what it is now, and at each position what it was then', async () => {
    const boards: BoardView[] = [];
    const remember = async (position: unknown): Promise<void> => {
      boards.push((await get(`/api/projects/${projectId}/board?position=${String(position)}`)).body as never);
    };
    for (let number = 0; number < 6; number += 1) {
      const task = await newTask(`Task ${number}`);
      await remember((await get(task)).body['position'] ?? (await headPosition(harness.nc)));
      const moved = await harness.call('PATCH', `${task}/move`, { status: 'AI_REVIEW', position: 0 });
      await remember(moved.body['position']);
      if (number % 2) continue;
      const back = await harness.call('PATCH', `${task}/move`, { status: 'TODO', position: 0 });
      await remember(back.body['position']);
      if (number === 2) await remember((await harness.call('DELETE', task)).headers.get('podium-position'));
    }
    for (const board of boards) {
      const { at, ...past } = await pastBoard(board.position);
      expect(past).toEqual(board);
      expect(at.position).toBe(board.position);
      const byTime = await pastBoard(at.time);
      expect(byTime.at.time).toBe(at.time);
      expect(await pastBoard(byTime.at.position)).toEqual(byTime);
    }
  });

  it('has sessions as the read model has them', async () => {
    const task = await newTask('With sessions');
    const { body } = await harness.call('POST', `${task}/execute`);
    const sessionId = String(body['session_id']);
    const board = await eventually(async () => {
      const now = await get(`/api/projects/${projectId}/board`);
      return JSON.stringify(now.body['sessions']).includes(sessionId) && (now.body as unknown as BoardView);
    });
    const { at: _, ...past } = await pastBoard(board.position);
    expect(past).toEqual(board);
  });

  it('is a problem where there was none, beyond the head, and for nonsense', async () => {
    const path = `/api/projects/${projectId}/board?at=`;
    expect(await get(`${path}1970-01-01T00:00:00Z`)).toMatchObject({
      status: 404,
      body: { code: 'project_not_found' },
    });
    expect(await get(`${path}0`)).toMatchObject({ status: 404 });
    expect(await get(`/api/projects/nothing/board?at=1`)).toMatchObject({ status: 404 });
    for (const bad of [(await headPosition(harness.nc)) + 1, '2999-01-01T00:00:00Z', '-1', 'yesterday', '1.5', '']) {
      expect(await get(path + bad)).toMatchObject({ status: 422, body: { errors: [{ path: 'at' }] } });
    }
  });

  it('is there also of a project that was deleted since', async () => {
    const created = await harness.call('POST', '/api/projects', { name: 'Short' });
    const path = `/api/projects/${String(created.body['id'])}`;
    const deleted = await harness.call('DELETE', path);
    const at = String(created.body['position']);
    expect(await get(`${path}/board?at=${at}`)).toMatchObject({ status: 200, body: { project: { name: 'Short' } } });
    expect(await get(`${path}/board?at=${deleted.headers.get('podium-position') ?? ''}`)).toMatchObject({
      status: 404,
    });
  });
});

describe('the timeline', () => {
  it('marks what is worth a look', async () => {
    const task = await newTask('On the line');
    await harness.call('POST', `${task}/execute`);
    const answer = await get(`/api/projects/${projectId}/timeline`);
    expect(answer.status).toBe(200);
    const timeline = answer.body as unknown as TimelineView;
    expect(timeline.marks[0]).toMatchObject({ kind: 'created', label: 'Local owner created the project “First”' });
    const own = timeline.marks.filter(({ task_id: id }) => id === task.split('/').at(-1));
    expect(own.map(({ kind, label }) => [kind, label])).toEqual([
      ['created', 'Local owner created the task “On the line”'],
      ['execution_started', 'On the line: Local owner executed the task'],
    ]);
    expect(timeline.first.position).toBe(timeline.marks[0]?.position);
    expect(timeline.head.position).toBeGreaterThanOrEqual(own[1]?.position ?? Infinity);
    const page = await get(`/api/projects/${projectId}/timeline?limit=2`);
    const next = await get(`/api/projects/${projectId}/timeline?limit=2&cursor=${String(page.body['next_cursor'])}`);
    expect([page, next].flatMap(({ body }) => body['marks'])).toEqual(timeline.marks.slice(0, 4));
    expect(await get('/api/projects/nothing/timeline')).toMatchObject({ status: 404 });
    expect(await get(`/api/projects/${projectId}/timeline?limit=0`)).toMatchObject({ status: 422 });
    expect(await get(`/api/projects/${projectId}/timeline?from=x`)).toMatchObject({ status: 422 });
  });
});

describe('the story of a task', () => {
  async function story(task: string, until: string): Promise<StoryEntry[]> {
    return eventually(async () => {
      const answer = await get(`/api/tasks/${task.split('/').at(-1) ?? ''}/history`);
      const entries = answer.body['entries'] as StoryEntry[] | undefined;
      return entries?.some(({ type }) => type.endsWith(until)) && entries;
    });
  }

  it('tells of an execution, a refusal and a stop, each with its cause', async () => {
    const task = await newTask('A story');
    const { body } = await harness.call('POST', `${task}/execute`);
    await story(task, 'SessionQueued');
    expect(await harness.call('POST', `${task}/execute`)).toMatchObject({ status: 409 });
    await harness.call('POST', `${task}/stop`);
    const entries = await story(task, 'SessionStopping');
    expect(entries.map(({ kind, title, cause }) => [kind, title, cause?.kind, cause?.title])).toEqual([
      ['fact', 'Local owner created the task “A story”', 'request', 'Local owner asked to create the task'],
      ['fact', 'Local owner executed the task', 'request', 'Local owner asked to execute the task'],
      ['fact', 'The session waits for a free slot', 'fact', 'Local owner executed the task'],
      [
        'refused',
        'Local owner asked to execute the task and was refused: An agent works on it.',
        'request',
        'Local owner asked to execute the task',
      ],
      ['fact', 'Local owner asked the agent to stop', 'request', 'Local owner asked to stop the agent'],
    ]);
    expect(entries[2]).toMatchObject({
      session_id: body['session_id'],
      cause: { id: entries[1]?.id, position: entries[1]?.position, type: entries[1]?.type },
      correlation_id: entries[1]?.correlation_id,
    });
    expect(entries[3]).toMatchObject({ position: entries[2]?.position, details: { code: 'session_active' } });
    const whole = await get(`/api/tasks/${task.split('/').at(-1) ?? ''}/history`);
    expect(whole.body).toMatchObject({ task_id: task.split('/').at(-1), position: entries[4]?.position });
  });

  it('is a problem where there is no such task', async () => {
    expect(await get('/api/tasks/nothing/history')).toMatchObject({ status: 404, body: { code: 'task_not_found' } });
  });
});

describe('the export', () => {
  it('is a file of a range, by position, time and project', async () => {
    const answer = await get('/api/events/export');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename=podium-facts.ndjson');
    const facts = await factsOf('');
    expect(facts.map(({ position }) => position)).toEqual(
      Array.from({ length: await headPosition(harness.nc) }, (_, index) => index + 1),
    );
    expect(await factsOf('?from=3&to=6')).toEqual(facts.slice(2, 5));
    expect(await factsOf(`?to=${encodeURIComponent(facts[4]?.time ?? '')}`)).toEqual(
      facts.filter(({ time }) => time < (facts[4]?.time ?? '')),
    );
    expect(await factsOf(`?project_id=${projectId}`)).toEqual(
      facts.filter(({ subject }) => subject.startsWith(`${projectId}/`)),
    );
    const parquet = await fetch(`${harness.gateway.url}/api/events/export?format=parquet`);
    expect(
      Buffer.from(await parquet.arrayBuffer())
        .subarray(0, 4)
        .toString(),
    ).toBe('PAR1');
    expect(await get('/api/events/export?format=xml')).toMatchObject({ status: 422 });
    expect(await get('/api/events/export?from=x')).toMatchObject({ status: 422 });
  });

  async function factsOf(query: string): Promise<{ position: number; time: string; subject: string }[]> {
    const text = await (await fetch(`${harness.gateway.url}/api/events/export${query}`)).text();
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as { position: number; time: string; subject: string });
  }
});

describe('the story of a task that was deleted', () => {
  it('is there by its project, for those who may see that', async () => {
    const task = await newTask('Deleted later');
    const taskId = task.slice(task.lastIndexOf('/') + 1);
    await harness.call('DELETE', task);
    const { status, body } = await get(`${task}/history`);
    expect(status).toBe(200);
    const types = (body['entries'] as StoryEntry[]).map(({ type }) => type);
    expect(types).toEqual(['podium.task.v1.TaskCreated', 'podium.task.v1.TaskDeleted']);
    await eventually(async () => (await get(`/api/tasks/${taskId}/history`)).status === 404);
    for (const path of [
      `/api/projects/${projectId}/tasks/never/history`,
      `/api/projects/never/tasks/${taskId}/history`,
    ])
      expect(await get(path)).toMatchObject({ status: 404 });
  });
});
