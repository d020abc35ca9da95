import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fact, type NewFact } from '@podium/event-sourcing';
import { SessionPriority, SessionPhase, TaskPriority, TurnEnding } from '@podium/proto';
import { startHarness, type Answer, type Harness } from './harness.ts';

let harness: Harness;
let projectId: string;

beforeAll(async () => {
  harness = await startHarness();
  projectId = String((await harness.call('POST', '/api/projects', { name: 'First' })).body['id']);
});
afterAll(() => harness.close());

const usage = { inputTokens: 100, outputTokens: 20, cachedTokens: 5, costUsd: 0.25 };
const nothing = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: 0 };
const model = { providerId: 'anthropic', modelId: 'opus', label: 'Opus', scripted: false };

async function write(context: 'session' | 'task', id: string, ...facts: NewFact[]): Promise<number> {
  return harness.services.append({ projectId, context, id }, facts);
}

/** A task with a session that waits for a slot; gives the position of the log after it. */
async function queued(id: string, priority: SessionPriority = SessionPriority.MEDIUM): Promise<number> {
  const taskId = `task-${id}`;
  const ids = { sessionId: id, taskId };
  const text = { title: `Task of ${id}`, priority: TaskPriority.LOW };
  await write('task', taskId, fact('podium.task.v1.TaskCreated', { taskId, ...text, description: '', rank: 'a0' }));
  const session = { ...ids, phase: SessionPhase.IMPLEMENTATION, prompt: 'Do it', title: text.title };
  return write(
    'session',
    id,
    fact('podium.session.v1.SessionQueued', { ...session, requestedBy: 'user:owner', priority }),
  );
}

function begins(id: string): Promise<number> {
  const ids = { sessionId: id, taskId: `task-${id}` };
  const start = { attempt: 1, owner: 'a', runtimeSessionId: 'r', runtimeMessageId: 'm', model };
  return write(
    'session',
    id,
    fact('podium.session.v1.SessionAdmitted', ids),
    fact('podium.session.v1.SessionStarted', { ...ids, ...start }),
  );
}

function gaveUp(id: string): Promise<number> {
  const end = { sessionId: id, taskId: `task-${id}`, reason: 'stopped', outputChunks: 0, usage: nothing };
  return write('session', id, fact('podium.session.v1.SessionCancelled', end));
}

function get(path: string, position: number): Promise<Answer> {
  return harness.call('GET', `${path}${path.includes('?') ? '&' : '?'}position=${position}`);
}

async function completed(id: string, turns: number): Promise<number> {
  const ids = { sessionId: id, taskId: `task-${id}` };
  const start = { attempt: 1, owner: 'a', runtimeSessionId: 'r', runtimeMessageId: 'm', model };
  const end = { ...ids, summary: 'Done', outputChunks: 1 };
  const told = Array.from({ length: turns }, (_, index) =>
    fact('podium.session.v1.TurnEnded', {
      ...ids,
      turn: index + 1,
      ending: TurnEnding.COMPLETED,
      summary: '',
      usage,
      model,
      requestedBy: index === 0 ? 'user:owner' : 'user:bob',
      last: false,
    }),
  );
  const times = (number: number) => ({
    inputTokens: 100 * number,
    outputTokens: 20 * number,
    cachedTokens: 5 * number,
    costUsd: 0.25 * number,
  });
  return write(
    'session',
    id,
    fact('podium.session.v1.SessionAdmitted', ids),
    fact('podium.session.v1.SessionStarted', { ...ids, ...start }),
    ...told,
    fact('podium.session.v1.SessionCompleted', { ...end, usage: times(Math.max(1, turns)) }),
  );
}

describe('the queue', () => {
  const path = () => `/api/projects/${projectId}/queue`;

  it('tells who waits, in which order and for what', async () => {
    await queued('q-low', SessionPriority.LOW);
    await queued('q-blocked', SessionPriority.URGENT);
    const position = await queued('q-urgent', SessionPriority.URGENT);
    const dependency = { taskId: 'task-q-blocked', dependsOnTaskId: 'task-q-low' };
    const after = await write('task', 'dependencies', fact('podium.task.v1.TaskDependencyAdded', dependency));
    expect(after).toBeGreaterThan(position);
    const { status, body } = await get(path(), after);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      paused: false,
      pause_reason: null,
      over_budget: false,
      slots: 3,
      running: 0,
      entries: [
        { session_id: 'q-urgent', position: 1, waits_for: 'slot', priority: 'URGENT', expedited: false },
        { session_id: 'q-low', position: 2, waits_for: 'slot' },
        { session_id: 'q-blocked', position: 3, waits_for: 'tasks', blocked_by: ['task-q-low'] },
      ],
    });
  });

  it('tells that agents who wait for people keep others waiting', async () => {
    const sessionIds = ['q-asks', 'q-asks-too', 'q-works'];
    for (const id of sessionIds) await queued(id, SessionPriority.LOW);
    for (const id of sessionIds) await begins(id);
    const question = { header: 'Style', text: 'Which one?', options: [], multiple: false, custom: true };
    let position = 0;
    for (const sessionId of sessionIds.slice(0, 2)) {
      const asked = { sessionId, taskId: `task-${sessionId}`, gateId: 'que_1', questions: [question] };
      position = await write('session', sessionId, fact('podium.session.v1.QuestionAsked', asked));
    }
    const { body } = await get(path(), position);
    expect(body).toMatchObject({
      slots: 3,
      running: 3,
      unanswered: [
        { session_id: 'q-asks', task_id: 'task-q-asks', title: expect.any(String), since: expect.any(String) },
        { session_id: 'q-asks-too' },
      ],
    });
    const [next] = body['entries'] as { waits_for: string; why: string }[];
    expect(next).toMatchObject({
      waits_for: 'slot',
      why: 'It waits for a slot; 2 of 3 running agents wait for an answer.',
    });
    for (const id of sessionIds) await gaveUp(id);
  });

  it('is paused and resumed, once each', async () => {
    const paused = await harness.call('POST', `${path()}/pause`, { reason: ' Release day ' });
    expect(paused).toMatchObject({ status: 200, body: { paused: true } });
    const position = Number(paused.headers.get('podium-position'));
    expect((await get(path(), position)).body).toMatchObject({ paused: true, pause_reason: 'Release day' });
    const board = await get(`/api/projects/${projectId}/board`, position);
    expect(board.body['project']).toMatchObject({ queue_paused: true, queue_pause_reason: 'Release day' });
    expect(await harness.call('POST', `${path()}/pause`)).toMatchObject({ status: 200, body: { paused: true } });
    const edited = await harness.call('PATCH', `/api/projects/${projectId}`, { description: 'Anew' });
    expect(edited.body).toMatchObject({ queue_paused: true, description: 'Anew' });
    expect(await harness.call('POST', `${path()}/resume`)).toMatchObject({ status: 200, body: { paused: false } });
  });

  it('lets a session run next', async () => {
    const wished = await harness.call('POST', `/api/projects/${projectId}/sessions/q-low/run-next`);
    expect(wished).toMatchObject({ status: 200, body: { session_id: 'q-low' } });
    const { body } = await get(path(), Number(wished.body['position']));
    expect(body['entries']).toMatchObject([{ session_id: 'q-low', expedited: true }, {}, {}]);
    const ids = { sessionId: 'q-low', taskId: 'task-q-low' };
    await write('session', 'q-low', fact('podium.session.v1.SessionAdmitted', ids));
    expect(await harness.call('POST', `/api/projects/${projectId}/sessions/q-low/run-next`)).toMatchObject({
      status: 409,
      body: { code: 'session_not_queued' },
    });
  });

  it('refuses what can not be', async () => {
    expect(await harness.call('POST', `${path()}/pause`, { reason: 'x'.repeat(201) })).toMatchObject({ status: 422 });
    expect(await harness.call('POST', `${path()}/pause`, { why: 'x' })).toMatchObject({ status: 422 });
    const sessions = `/api/projects/${projectId}/sessions`;
    expect(await harness.call('POST', `${sessions}/nobody/run-next`)).toMatchObject({
      status: 404,
      body: { code: 'session_not_found' },
    });
    for (const [method, missing] of [
      ['GET', 'queue'],
      ['POST', 'queue/pause'],
      ['POST', 'queue/resume'],
      ['POST', 'sessions/q-low/run-next'],
      ['GET', 'usage'],
    ] as const) {
      expect(await harness.call(method, `/api/projects/nobody/${missing}`)).toMatchObject({
        status: 404,
        body: { code: 'project_not_found' },
      });
    }
  });
});

describe('usage', () => {
  let position: number;

  beforeAll(async () => {
    await queued('u-old');
    await queued('u-turns');
    await completed('u-old', 0);
    position = await completed('u-turns', 2);
  });

  const total = { input_tokens: 300, output_tokens: 60, cached_tokens: 15, cost_usd: 0.75, sessions: 2, prompts: 2 };

  it('adds up, and counts nothing twice', async () => {
    const { status, body } = await get(`/api/projects/${projectId}/usage`, position);
    expect(status).toBe(200);
    const day = expect.stringMatching(/^\d{4}-\d\d-\d\d$/);
    expect(body).toMatchObject({ by: 'day', total, total_groups: 1, groups: [{ key: day, ...total }], budget: null });
  });

  it.each([
    ['model', [{ key: 'anthropic/opus', label: 'Opus', input_tokens: 300 }]],
    [
      'person',
      [
        { key: 'user:owner', label: 'Local owner', input_tokens: 200 },
        { key: 'user:bob', label: 'bob', input_tokens: 100 },
      ],
    ],
    ['task', [{ key: 'task-u-turns', label: 'Task of u-turns' }, { key: 'task-u-old' }]],
    [
      'session',
      [
        { key: 'u-turns', prompts: 2 },
        { key: 'u-old', prompts: 0 },
      ],
    ],
    ['prompt', [{ key: 'u-old' }, { key: 'u-turns/1' }, { key: 'u-turns/2' }]],
  ])('is told by %s', async (by, groups) => {
    const { body } = await get(`/api/projects/${projectId}/usage?by=${by}`, position);
    expect(body).toMatchObject({ by, total, groups });
  });

  it('is that of a time, and of as many groups as wanted', async () => {
    const path = `/api/projects/${projectId}/usage`;
    const past = await get(`${path}?to=2020-01-01`, position);
    expect(past.body).toMatchObject({
      total: { sessions: 0, cost_usd: 0 },
      groups: [],
      to: '2020-01-01T00:00:00.000Z',
    });
    expect((await get(`${path}?from=2020-01-01T00:00:00%2B02:00`, position)).body).toMatchObject({ total });
    const few = await get(`${path}?by=prompt&limit=1`, position);
    expect(few.body).toMatchObject({ total, total_groups: 3, groups: [{}] });
    for (const query of ['by=weather', 'from=yesterday', 'limit=0', 'by=project']) {
      expect(await get(`${path}?${query}`, position)).toMatchObject({ status: 422 });
    }
  });

  it('is told of all projects, and stays when one is deleted', async () => {
    const before = await get('/api/usage', position);
    expect(before.body).toMatchObject({ by: 'project', groups: [{ key: projectId, label: 'First', ...total }] });
    const other = await harness.call('POST', '/api/projects', { name: 'Other' });
    const deleted = await harness.call('DELETE', `/api/projects/${String(other.body['id'])}`);
    const after = await get('/api/usage', Number(deleted.headers.get('podium-position')));
    expect(after.body).toMatchObject({ total });
  });
});

describe('a budget', () => {
  it('is set, shown with what was said of it, and removed', async () => {
    const path = `/api/projects/${projectId}`;
    const set = await harness.call('PATCH', path, { budget: { limit_usd: 10 } });
    const budget = { limit_usd: 10, limit_tokens: null, warn_percent: 80, period: 'month' };
    expect(set).toMatchObject({ status: 200, body: { budget, budget_status: null } });
    const said = { projectId, period: '2026-01', costUsd: 10.5, tokens: 7, limitUsd: 10 };
    const position = await write('session', 'budget', fact('podium.session.v1.BudgetExceeded', said));
    const status = { state: 'exceeded', period: '2026-01', cost_usd: 10.5, tokens: 7 };
    expect((await get(path, position)).body).toMatchObject({ budget, budget_status: status });
    expect((await get(`${path}/usage`, position)).body).toMatchObject({ budget, budget_status: status });
    expect((await get(`${path}/queue`, position)).body).toMatchObject({
      over_budget: true,
      entries: expect.arrayContaining([expect.objectContaining({ waits_for: 'budget' })]),
    });
    const removed = await harness.call('PATCH', path, { budget: null });
    expect(removed).toMatchObject({ status: 200, body: { budget: null, budget_status: status } });
  });

  it.each([
    {},
    { limit_usd: -1 },
    { limit_tokens: 0.5 },
    { limit_usd: 1, warn_percent: 0 },
    { limit_usd: 1, per: 'day' },
  ])('can not be %j', async (budget) => {
    expect(await harness.call('PATCH', `/api/projects/${projectId}`, { budget })).toMatchObject({ status: 422 });
  });
});
