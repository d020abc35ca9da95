import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { SessionPhase } from '@podium/proto';
import { startHarness, type Harness } from './harness.ts';

let harness: Harness;
let projectId: string;

beforeAll(async () => {
  harness = await startHarness();
  projectId = String((await harness.call('POST', '/api/projects', { name: 'First' })).body['id']);
});
afterAll(() => harness.close());

/** A session that waits for its second try, and the position of that. */
async function aRetryingSession(): Promise<{ sessionId: string; position: number }> {
  const task = await harness.call('POST', `/api/projects/${projectId}/tasks`, { title: 'A task' });
  const sessionId = randomUUID();
  const ids = { sessionId, taskId: String(task.body['id']) };
  const position = await harness.services.append({ projectId, context: 'session', id: sessionId }, [
    fact('podium.session.v1.SessionQueued', {
      ...ids,
      phase: SessionPhase.IMPLEMENTATION,
      title: 'A task',
      prompt: 'Do it',
      requestedBy: 'user:ann',
      priority: 'SESSION_PRIORITY_MEDIUM',
    }),
    fact('podium.session.v1.SessionRetryScheduled', {
      ...ids,
      attempt: 2,
      maxAttempts: 4,
      dueAt: '2030-01-01T00:00:00.000Z',
      reason: 'provider_rate_limit',
      message: 'Too many requests.',
      usage: { inputTokens: 10, outputTokens: 5, cachedTokens: 0, costUsd: 0.01 },
      outputChunks: 3,
    }),
  ]);
  return { sessionId, position };
}

describe('a session that waits for its next try', () => {
  it('says what it waits for, and is tried again at once where a person wants that', async () => {
    const { sessionId, position } = await aRetryingSession();
    expect(await harness.call('GET', `/api/sessions/${sessionId}?position=${position}`)).toMatchObject({
      status: 200,
      body: {
        status: 'retrying',
        retry: {
          attempt: 2,
          max_attempts: 4,
          due_at: '2030-01-01T00:00:00.000Z',
          reason: 'provider_rate_limit',
          message: 'Too many requests.',
        },
      },
    });
    const answer = await harness.call('POST', `/api/projects/${projectId}/sessions/${sessionId}/retry-now`);
    expect(answer).toMatchObject({ status: 202, body: { session_id: sessionId, status: 'queued' } });
    const at = `position=${String(answer.body['position'])}`;
    expect((await harness.call('GET', `/api/sessions/${sessionId}?${at}`)).body).toMatchObject({
      status: 'queued',
      retry: null,
    });
  });

  it('is active: on the board, among the active sessions, and counted', async () => {
    const before = Number((await harness.call('GET', `/api/projects/${projectId}`)).body['active_sessions']);
    const { sessionId, position } = await aRetryingSession();
    const read = (path: string) => harness.call('GET', `/api/projects/${projectId}${path}?position=${position}`);
    const retrying = expect.arrayContaining([expect.objectContaining({ id: sessionId, status: 'retrying' })]);
    expect((await read('/board')).body['sessions']).toEqual(retrying);
    expect((await read('/sessions')).body['sessions']).toEqual(retrying);
    expect((await read('')).body['active_sessions']).toBe(before + 1);
  });

  it('is the only one that can be given up', async () => {
    const { sessionId } = await aRetryingSession();
    const path = `/api/projects/${projectId}/sessions/${sessionId}/give-up`;
    expect(await harness.call('POST', path)).toMatchObject({ status: 409, body: { code: 'session_not_retrying' } });
    expect(await harness.call('POST', path.replace(sessionId, 'nobody'))).toMatchObject({ status: 404 });
    expect(await harness.call('POST', path.replace(projectId, 'nowhere'))).toMatchObject({ status: 404 });
  });
});

describe('the limits of a project', () => {
  const limits = { minutes: 30, idle_minutes: 5, steps: 50, tokens: 0, cost_usd: 2.5 };

  it('are what holds where nobody changed them, and are changed', async () => {
    const path = `/api/projects/${projectId}`;
    const before = await harness.call('GET', path);
    expect(before.body).toMatchObject({ session_limits: { minutes: 60, steps: 200 }, gate_timeout_minutes: 0 });
    const edited = await harness.call('PATCH', path, { session_limits: limits, gate_timeout_minutes: 15 });
    expect(edited).toMatchObject({ status: 200, body: { session_limits: limits, gate_timeout_minutes: 15 } });
  });

  it.each([
    { session_limits: { ...limits, steps: -1 } },
    { session_limits: { minutes: 5 } },
    { gate_timeout_minutes: 10_081 },
  ])('refuse %j', async (body) => {
    expect(await harness.call('PATCH', `/api/projects/${projectId}`, body)).toMatchObject({ status: 422 });
  });
});
