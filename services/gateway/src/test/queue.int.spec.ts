import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { SessionPriority } from '@podium/proto';
import { startHarness, type Answer, type Harness } from './harness.ts';
import { ToldSessions } from './told-sessions.ts';

let harness: Harness;
let projectId: string;
let sessions: ToldSessions;

beforeAll(async () => {
  harness = await startHarness();
  projectId = String((await harness.call('POST', '/api/projects', { name: 'First' })).body['id']);
  sessions = new ToldSessions(harness.services, projectId);
});
afterAll(() => harness.close());

function get(path: string, position: number): Promise<Answer> {
  return harness.call('GET', `${path}${path.includes('?') ? '&' : '?'}position=${position}`);
}

describe('the queue', () => {
  const path = () => `/api/projects/${projectId}/queue`;

  it('tells who waits, in which order and for what', async () => {
    await sessions.queued('q-low', SessionPriority.LOW);
    await sessions.queued('q-blocked', SessionPriority.URGENT);
    const position = await sessions.queued('q-urgent', SessionPriority.URGENT);
    const dependency = { taskId: 'task-q-blocked', dependsOnTaskId: 'task-q-low' };
    const after = await sessions.write('task', 'dependencies', fact('podium.task.v1.TaskDependencyAdded', dependency));
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
    for (const id of sessionIds) await sessions.queued(id, SessionPriority.LOW);
    for (const id of sessionIds) await sessions.begins(id);
    const question = { header: 'Style', text: 'Which one?', options: [], multiple: false, custom: true };
    let position = 0;
    for (const sessionId of sessionIds.slice(0, 2)) {
      const asked = { sessionId, taskId: `task-${sessionId}`, gateId: 'que_1', questions: [question] };
      position = await sessions.write('session', sessionId, fact('podium.session.v1.QuestionAsked', asked));
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
    for (const id of sessionIds) await sessions.gaveUp(id);
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
    await sessions.write('session', 'q-low', fact('podium.session.v1.SessionAdmitted', ids));
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

describe('a budget', () => {
  it('is set, shown with what was said of it, and removed', async () => {
    const path = `/api/projects/${projectId}`;
    const set = await harness.call('PATCH', path, { budget: { limit_usd: 10 } });
    const budget = { limit_usd: 10, limit_tokens: null, warn_percent: 80, period: 'month' };
    expect(set).toMatchObject({ status: 200, body: { budget, budget_status: null } });
    const said = { projectId, period: '2026-01', costUsd: 10.5, tokens: 7, limitUsd: 10 };
    const position = await sessions.write('session', 'budget', fact('podium.session.v1.BudgetExceeded', said));
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
