import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHarness, type Harness } from './harness.ts';

let harness: Harness;
let projectId: string;

beforeAll(async () => {
  harness = await startHarness();
  projectId = String((await harness.call('POST', '/api/projects', { name: 'First' })).body['id']);
});
afterAll(() => harness.close());

async function newTask(title = 'A task'): Promise<string> {
  return String((await harness.call('POST', `/api/projects/${projectId}/tasks`, { title })).body['id']);
}

describe('executions', () => {
  it('start, are refused twice, and stop', async () => {
    const path = `/api/projects/${projectId}/tasks/${await newTask()}`;
    expect(await harness.call('POST', `${path}/stop`)).toMatchObject({
      status: 409,
      body: { code: 'no_active_session' },
    });
    const started = await harness.call('POST', `${path}/execute`);
    expect(started).toMatchObject({ status: 202, body: { status: 'queued', session_id: expect.any(String) } });
    const again = await harness.call('POST', `${path}/execute`, {});
    expect(again).toMatchObject({ status: 409, body: { code: 'session_active', instance: `${path}/execute` } });
    const stopped = await harness.call('POST', `${path}/stop`);
    expect(stopped).toMatchObject({
      status: 202,
      body: { status: 'stopping', session_id: started.body['session_id'] },
    });

    const at = `position=${String(stopped.body['position'])}`;
    const sessions = await harness.call('GET', `${path}/sessions?${at}`);
    expect(sessions.body).toMatchObject({ total_count: 1, sessions: [{ id: started.body['session_id'] }] });
    expect(await harness.call('GET', `/api/sessions/${String(started.body['session_id'])}`)).toMatchObject({
      status: 200,
    });
    const active = await harness.call('GET', `/api/projects/${projectId}/sessions`);
    expect(active.body['sessions']).toContainEqual(expect.objectContaining({ id: started.body['session_id'] }));
  });

  it('say so when the runtime refuses', async () => {
    const path = `/api/projects/${projectId}/tasks/${await newTask()}/execute`;
    expect(await harness.call('POST', path, { prompt: 'refused by the runtime' })).toMatchObject({ status: 502 });
  });
});

describe('an Idempotency-Key', () => {
  it('makes the same answer of the same request, and nothing twice', async () => {
    const path = `/api/projects/${projectId}/tasks`;
    const key = { 'idempotency-key': 'create-1' };
    const answers = await Promise.all([1, 2, 3].map(() => harness.call('POST', path, { title: 'once' }, key)));
    answers.push(await harness.call('POST', path, { title: 'once' }, key));
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect(answers[0]?.status).toBe(201);

    const task = `${path}/${String(answers[0]?.body['id'])}`;
    const edit = await harness.call('PATCH', task, { title: 'first' }, { 'idempotency-key': 'edit' });
    await harness.call('PATCH', task, { title: 'second' });
    const repeated = await harness.call('PATCH', task, { title: 'first' }, { 'idempotency-key': 'edit' });
    expect(repeated).toMatchObject({ status: 200, body: edit.body });

    const execute = await harness.call('POST', `${task}/execute`, {}, { 'idempotency-key': 'run' });
    const again = await harness.call('POST', `${task}/execute`, {}, { 'idempotency-key': 'run' });
    expect(again).toMatchObject({ status: 202, body: execute.body });
    const stop = await harness.call('POST', `${task}/stop`, {}, { 'idempotency-key': 'halt' });
    expect(await harness.call('POST', `${task}/stop`, {}, { 'idempotency-key': 'halt' })).toMatchObject({
      status: 202,
      body: stop.body,
    });
  });

  it('repeats refusals too, whatever has changed since', async () => {
    const task = `/api/projects/${projectId}/tasks/${await newTask()}`;
    const key = { 'idempotency-key': 'done' };
    expect(await harness.call('PATCH', `${task}/move`, { status: 'DONE' }, key)).toMatchObject({ status: 422 });
    await harness.call('PATCH', `${task}/move`, { status: 'AI_REVIEW' });
    expect(await harness.call('PATCH', `${task}/move`, { status: 'DONE' }, key)).toMatchObject({
      status: 422,
      body: { code: 'illegal_transition' },
    });
  });

  it('that is none is refused', async () => {
    const answer = await harness.call('POST', '/api/projects', { name: 'x' }, { 'idempotency-key': 'x'.repeat(256) });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'Idempotency-Key' }] } });
  });
});
