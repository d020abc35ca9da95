import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectToNats } from '@podium/jetstream';
import { createLogger, type Logger } from '@podium/service-kit';
import { freshNats, type FreshNats } from '@podium/testing';
import { workspaceAnswerSchema, WorkspaceError, workspaceSubject, type WorkspaceAnswer } from '@podium/workspace';
import type { NatsConnection } from 'nats';
import type { PodState } from '../domain/pod-state.ts';
import type { PodCommands } from '../pod-aggregate.ts';
import { RuntimeError, type Runtime } from '../runtimes/runtime.ts';
import { WorkspaceQuestions } from './workspace-questions.ts';

const existing = { generation: 1, runtime: 'docker', origin: { source: 'empty' }, exits: [] } as const;
const entry = { kind: 'directory', path: '', entries: [], truncated: false } as const;
const asleep = new RuntimeError('pod_not_running', 'It does not run.', true);

describe('a question about a workspace', () => {
  let server: FreshNats;
  let nats: NatsConnection;
  const log: Logger = createLogger({ service: 'test', level: 'silent' });

  beforeAll(async () => {
    server = await freshNats();
    nats = await connectToNats({ url: server.url, name: 'test' });
  });
  afterAll(async () => {
    await nats.close();
    await server.dispose();
  });

  /** What is answered where the pod is in this state and the runtime finds that. */
  async function answerOf(
    state: PodState,
    found: () => Promise<unknown>,
    { question = { project_id: 'p1', path: '' } as object, timeout = 10_000 } = {},
  ): Promise<WorkspaceAnswer> {
    const pods = { state: () => Promise.resolve({ state }) } as unknown as PodCommands;
    const runtime = { look: found } as unknown as Runtime;
    const questions = new WorkspaceQuestions(nats, pods, runtime, log);
    questions.onApplicationBootstrap();
    try {
      const asked = JSON.stringify(question);
      return workspaceAnswerSchema.parse((await nats.request(workspaceSubject, asked, { timeout })).json());
    } finally {
      questions.beforeApplicationShutdown();
    }
  }

  it('is answered with what is there, or why that can’t be shown', async () => {
    const ready: PodState = { ...existing, status: 'ready', endpoint: 'http://pod' };
    expect(await answerOf(ready, () => Promise.resolve(entry))).toEqual({ status: 'found', entry });
    const refused = new WorkspaceError('not_found', 'There is no "a" in the workspace.');
    expect(await answerOf(ready, () => Promise.reject(refused))).toEqual({
      status: 'refused',
      code: 'not_found',
      message: 'There is no "a" in the workspace.',
    });
    const away = new RuntimeError('cluster_unavailable', 'The cluster is away.', true);
    expect(await answerOf(ready, () => Promise.reject(away))).toMatchObject({ code: 'service_unavailable' });
    const impostor = new RuntimeError('agent_answer_invalid', 'What answers is no agent.', false);
    expect(await answerOf(ready, () => Promise.reject(impostor))).toMatchObject({ code: 'runtime_refused' });
  });

  it('says whether the pod sleeps, starts, or can’t', async () => {
    const without = (state: PodState): Promise<WorkspaceAnswer> => answerOf(state, () => Promise.reject(asleep));
    expect(await without({ ...existing, status: 'stopped' })).toEqual({ status: 'asleep' });
    expect(await without({ ...existing, status: 'provisioning' })).toEqual({ status: 'starting' });
    expect(await without({ ...existing, status: 'ready', endpoint: 'http://pod' })).toEqual({ status: 'starting' });
    expect(await without({ ...existing, status: 'failed', reason: 'image_unavailable' })).toEqual({
      status: 'refused',
      code: 'pod_failed',
      message: 'The pod could not be started (image_unavailable).',
    });
    expect(await without({ status: 'deleted' })).toMatchObject({ code: 'project_not_found' });
  });

  it('that is none, or fails, is not answered', async () => {
    const ready: PodState = { ...existing, status: 'ready', endpoint: 'http://pod' };
    const failing = (): Promise<unknown> => Promise.reject(new Error('no'));
    await expect(answerOf(ready, failing, { timeout: 300 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    const found = (): Promise<unknown> => Promise.resolve(entry);
    const none = { question: { project_id: 'p1' }, timeout: 300 };
    await expect(answerOf(ready, found, none)).rejects.toMatchObject({ code: 'TIMEOUT' });
  });
});
