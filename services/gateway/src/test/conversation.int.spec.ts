import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { AttachmentStore, OutputArchive, OutputLog, WorkspaceFiles } from '@podium/jetstream';
import { OutputKind, TaskStatus, type OutputChunk } from '@podium/proto';
import { eventually } from '@podium/testing';
import { io } from 'socket.io-client';
import { startHarness, type Answer, type Harness } from './harness.ts';

let harness: Harness;
let projectId: string;
let taskId: string;
let task: string;

beforeAll(async () => {
  harness = await startHarness();
  projectId = String((await harness.call('POST', '/api/projects', { name: 'First' })).body['id']);
});
afterAll(() => harness.close());
beforeEach(async () => {
  taskId = String((await harness.call('POST', `/api/projects/${projectId}/tasks`, { title: 'A task' })).body['id']);
  task = `/api/projects/${projectId}/tasks/${taskId}`;
});

async function execute(): Promise<string> {
  return String((await harness.call('POST', `${task}/execute`)).body['session_id']);
}

/** The session lets go of its task, as session-svc and task-svc would write it. */
async function ends(sessionId: string): Promise<void> {
  const ids = { sessionId, taskId };
  const usage = { inputTokens: 1, outputTokens: 1, cachedTokens: 0, costUsd: 0 };
  await harness.services.append({ projectId, context: 'session', id: sessionId }, [
    fact('podium.session.v1.SessionCompleted', { ...ids, summary: 'Done.', usage, outputChunks: 3 }),
  ]);
  const transition = { from: TaskStatus.IN_PROGRESS, to: TaskStatus.AI_REVIEW };
  await harness.services.append({ projectId, context: 'task', id: taskId }, [
    fact('podium.task.v1.TaskExecutionCompleted', { ...ids, ...transition }),
  ]);
}

function send(body: object, key?: string): Promise<Answer> {
  return harness.call('POST', `${task}/prompts`, body, key === undefined ? {} : { 'idempotency-key': key });
}

describe('a prompt', () => {
  it('waits for the session that works on the task, and can be changed and taken back', async () => {
    const sessionId = await execute();
    const sent = await send({ text: 'Also this', model: { provider_id: 'p', model_id: 'm' } });
    expect(sent).toMatchObject({ status: 202, body: { session_id: sessionId, prompt_id: expect.any(String) } });
    const path = `/api/projects/${projectId}/sessions/${sessionId}/prompts`;
    const one = `${path}/${String(sent.body['prompt_id'])}`;
    expect((await harness.call('PATCH', one, { agent: 'plan', text: 'Only that' })).body).toMatchObject({
      prompts: [{ text: 'Only that', agent: 'plan', model: { provider_id: 'p', model_id: 'm' } }],
    });
    expect((await harness.call('GET', path)).body).toMatchObject({ prompts: [{ text: 'Only that' }], turns: 0 });
    expect((await harness.call('DELETE', one)).body).toMatchObject({ session_id: sessionId, prompts: [] });
    expect(await harness.call('DELETE', `${path}/sent`)).toMatchObject({ status: 409, body: { code: 'prompt_sent' } });
    expect(await harness.call('PATCH', one, {})).toMatchObject({ status: 422 });
  });

  it('begins a session that goes on with the last one where no agent is at work', async () => {
    const first = await execute();
    await ends(first);
    const sent = await send({ text: 'And now this', fork_message_id: 'msg_1' });
    expect(sent).toMatchObject({ status: 202, body: { prompt_id: null, status: 'queued' } });
    await eventually(async () => {
      const { body } = await harness.call('GET', `/api/sessions/${String(sent.body['session_id'])}`);
      return body['prompt'] === 'And now this';
    });
    expect((await harness.call('GET', `/api/sessions/${String(sent.body['session_id'])}`)).body).toMatchObject({
      continues_session_id: first,
      forked_from_message_id: 'msg_1',
    });
  });

  it('becomes a session of its own where the one that works is just ending', async () => {
    const first = await execute();
    await harness.call('POST', `${task}/stop`);
    const sending = send({ text: 'One more' });
    await eventually(async () => (await send({ text: ' ' })).status === 422);
    await ends(first);
    const sent = await sending;
    expect(sent).toMatchObject({ status: 202, body: { prompt_id: null } });
    expect(sent.body['session_id']).not.toBe(first);
  });

  it('is sent once for one Idempotency-Key, whatever became of it', async () => {
    const sessionId = await execute();
    const added = [await send({ text: 'Once' }, 'a'), await send({ text: 'Once' }, 'a')];
    expect(added[1]?.body).toMatchObject({ session_id: sessionId, prompt_id: added[0]?.body['prompt_id'] });
    const { body } = await harness.call('GET', `/api/projects/${projectId}/sessions/${sessionId}/prompts`);
    expect(body['prompts']).toHaveLength(1);
    await ends(sessionId);
    expect((await send({ text: 'Once' }, 'a')).body['prompt_id']).toBe(added[0]?.body['prompt_id']);
    const begun = await Promise.all([send({ text: 'Twice' }, 'b'), send({ text: 'Twice' }, 'b')]);
    expect(new Set(begun.map((answer) => answer.body['session_id'])).size).toBe(1);
  });

  it('goes with attachments of its project only', async () => {
    await execute();
    const stored = { attachmentId: crypto.randomUUID(), name: 'a.txt', contentType: 'text/plain' };
    const by = { storedAt: new Date().toISOString(), storedBy: 'user:test' };
    await new AttachmentStore(harness.nc).put(projectId, { ...stored, ...by }, Buffer.from('hello'));
    expect(await send({ text: 'See', attachments: [stored.attachmentId] })).toMatchObject({ status: 202 });
    expect(await send({ text: 'See', attachments: ['other'] })).toMatchObject({
      status: 404,
      body: { code: 'attachment_not_found' },
    });
  });

  it('has to say something, to a task that is there', async () => {
    expect(await send({ text: '  ' })).toMatchObject({ status: 422 });
    expect(await harness.call('POST', `/api/projects/${projectId}/tasks/none/prompts`, { text: 'x' })).toMatchObject({
      status: 404,
    });
  });
});

function chunk(number: number, more: Partial<OutputChunk>): OutputChunk {
  const sessionId = 'set by the test';
  return { sessionId, number, kind: OutputKind.TEXT, text: '', time: '2026-01-01T00:00:00Z', partOffset: 0, ...more };
}

describe('what happened in a session', () => {
  it('is folded from its output, page by page, also when only the archive has it', async () => {
    const sessionId = await execute();
    const chunks = [
      chunk(1, { kind: OutputKind.PROMPT, text: 'A task', partId: 'podium:prompt:1' }),
      chunk(2, { text: 'Hello', partId: 'prt_1' }),
      chunk(3, { text: ' you', partId: 'prt_1', partOffset: 5 }),
      chunk(4, { kind: OutputKind.DONE, text: 'completed', partId: 'podium:done' }),
    ].map((each) => ({ ...each, sessionId }));
    const log = new OutputLog(harness.nc);
    await log.append(projectId, sessionId, chunks, 0);
    const path = `/api/sessions/${sessionId}/activity`;
    const all = await eventually(async () => {
      const answer = await harness.call('GET', path);
      return answer.status === 200 ? answer.body : undefined;
    });
    expect(all).toMatchObject({ total_count: 3, live: true, next_cursor: null, previous_cursor: null });
    expect(all['items']).toMatchObject([{ kind: 'prompt' }, { kind: 'message', text: 'Hello you' }, { kind: 'done' }]);
    const first = (await harness.call('GET', `${path}?limit=1`)).body;
    expect(first).toMatchObject({ items: [{ kind: 'prompt' }], next_cursor: 1 });
    expect((await harness.call('GET', `${path}?limit=2&after=1`)).body).toMatchObject({
      items: [{ kind: 'message' }, { kind: 'done' }],
      next_cursor: null,
    });
    const tail = (await harness.call('GET', `${path}?limit=1&tail=true`)).body;
    expect(tail).toMatchObject({ items: [{ kind: 'done' }], previous_cursor: 4 });
    expect((await harness.call('GET', `${path}?limit=1&before=4`)).body).toMatchObject({
      items: [{ kind: 'message' }],
    });

    await new OutputArchive(harness.nc).put(projectId, sessionId, await log.readAll(projectId, sessionId));
    await log.deleteProject(projectId);
    expect((await harness.call('GET', path)).body['items']).toEqual(all['items']);
    expect(await harness.call('GET', '/api/sessions/none/activity')).toMatchObject({ status: 404 });
    expect(await harness.call('GET', `${path}?limit=0`)).toMatchObject({ status: 422 });
  });

  it('is told step by step to those who look at the project', async () => {
    const sessionId = await execute();
    const socket = io(harness.gateway.url ?? '', { transports: ['websocket'] });
    const steps: { sessionId: string; text: string }[] = [];
    socket.on('step', (step: { sessionId: string; text: string }) => steps.push(step));
    await socket.emitWithAck('subscribe', { projectId });
    let number = 0;
    let last = 0;
    await eventually(async () => {
      const call = { ...chunk((number += 1), { kind: OutputKind.TOOL, text: 'bash: npm test' }), sessionId };
      last = await new OutputLog(harness.nc).append(projectId, sessionId, [call], last);
      return steps.length > 0;
    });
    expect(steps[0]).toMatchObject({ sessionId, text: 'bash: npm test' });

    await socket.emitWithAck('steps', { projectId });
    await socket.emitWithAck('unsubscribe', { projectId });
    steps.length = 0;
    await eventually(async () => {
      const call = { ...chunk((number += 1), { kind: OutputKind.TOOL, text: 'edit: app.ts' }), sessionId };
      last = await new OutputLog(harness.nc).append(projectId, sessionId, [call], last);
      return steps.some(({ text }) => text === 'edit: app.ts');
    });
    socket.close();
  });
});

describe('a workspace', () => {
  it('is put back, or not', async () => {
    const path = `/api/projects/${projectId}/sessions/${await execute()}`;
    expect(await harness.call('POST', `${path}/revert`, { message_id: 'msg_1' })).toMatchObject({
      status: 200,
      body: { reverted_to: 'msg_1' },
    });
    expect(await harness.call('POST', `${path}/unrevert`)).toMatchObject({
      status: 409,
      body: { code: 'not_reverted' },
    });
    expect(await harness.call('POST', `${path}/revert`, { message_id: '../x' })).toMatchObject({ status: 422 });
  });

  it('is put back with the work of others only where that is wanted', async () => {
    const path = `/api/projects/${projectId}/sessions/${await execute()}/revert`;
    expect(await harness.call('POST', path, { message_id: 'msg_shared0' })).toMatchObject({
      status: 409,
      body: { code: 'others_work', detail: 'Ann has worked here.' },
    });
    const body = { message_id: 'msg_shared0', with_others_work: true };
    expect(await harness.call('POST', path, body)).toMatchObject({ status: 200 });
  });

  it('has files to mention', async () => {
    const listing = { files: ['README.md', 'src/app.ts'], listedAt: '2026-01-01T00:00:00.000Z' };
    const path = `/api/projects/${projectId}/files`;
    expect((await harness.call('GET', path)).body).toEqual({ files: [], listed_at: null });
    await new WorkspaceFiles(harness.nc).put(projectId, listing);
    expect((await harness.call('GET', `${path}?query=app`)).body).toEqual({
      files: ['src/app.ts'],
      listed_at: listing.listedAt,
    });
  });
});

describe('what a runtime offers', () => {
  it('is known once it was ready', async () => {
    const path = `/api/projects/${projectId}/agents-and-models`;
    const nothing = { models: [], agents: [], commands: [], position: 0 };
    expect(await harness.call('GET', path)).toMatchObject({ status: 200, body: nothing });
    const model = { providerId: 'p', modelId: 'm', label: 'M', scripted: false };
    const position = await harness.services.append({ projectId, context: 'session', id: 'catalogue' }, [
      fact('podium.session.v1.RuntimeCatalogued', {
        projectId,
        models: [{ model, isDefault: true, readsImages: true }],
        agents: [{ name: 'build', description: 'Builds' }],
        commands: [{ name: 'init', description: 'Begins' }],
      }),
    ]);
    const offers = await eventually(async () => {
      const { body } = await harness.call('GET', path);
      return body['position'] === 0 ? undefined : body;
    });
    expect(offers).toMatchObject({
      models: [{ model_id: 'm', is_default: true }],
      agents: [{ name: 'build' }],
      position,
    });
    expect((await harness.call('GET', `/api/projects/${projectId}/commands`)).body).toEqual({
      commands: [{ name: 'init', description: 'Begins' }],
    });
  });
});
