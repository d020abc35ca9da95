import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { workspaceSubject, type WorkspaceAnswer, type WorkspaceQuestion } from '@podium/workspace';
import type { Subscription } from 'nats';
import { startHarness, type Harness } from './harness.ts';

describe('the workspace of a project', () => {
  let harness: Harness;
  let projectId: string;
  let podSvc: Subscription | undefined;
  let asked: WorkspaceQuestion[];

  beforeAll(async () => {
    harness = await startHarness();
    projectId = String((await harness.call('POST', '/api/projects', { name: 'First' })).body['id']);
    asked = [];
  });
  afterEach(() => podSvcIsAway());
  afterAll(() => harness.close());

  /** Answers as pod-svc does. The gateway asks over another connection: the server has to know of the answerer before. */
  async function podSvcAnswers(answer: WorkspaceAnswer): Promise<void> {
    podSvc = harness.nc.subscribe(workspaceSubject, {
      callback: (_, message) => {
        asked.push(message.json<WorkspaceQuestion>());
        message.respond(JSON.stringify(answer));
      },
    });
    await harness.nc.flush();
  }

  async function podSvcIsAway(): Promise<void> {
    podSvc?.unsubscribe();
    await harness.nc.flush();
  }

  const look = (query: string): ReturnType<Harness['call']> =>
    harness.call('GET', `/api/projects/${projectId}/workspace${query}`);

  it('is shown, text as text', async () => {
    const file = { kind: 'file', path: 'a.ts', size_bytes: 10, modified_at: 'then', etag: '"1"', offset: 2 } as const;
    await podSvcAnswers({ status: 'found', entry: { ...file, content: Buffer.from('let a;').toString('base64') } });
    expect(await look('?path=a.ts&offset=2&limit=6')).toMatchObject({
      status: 200,
      body: { ...file, encoding: 'utf8', content: 'let a;', truncated: true },
    });
    expect(asked.at(-1)).toEqual({ project_id: projectId, path: 'a.ts', offset: 2, limit: 6 });
  });

  it('has nothing outside of it', async () => {
    await podSvcAnswers({ status: 'refused', code: 'path_refused', message: '"../x" is not inside of the workspace.' });
    expect(await look('?path=../x')).toMatchObject({ status: 403, body: { code: 'path_refused' } });
    expect(await look('?limit=99999999')).toMatchObject({ status: 422 });
    expect(await harness.call('GET', '/api/projects/nobody/workspace')).toMatchObject({ status: 404 });
  });

  it('wakes the pod up where it sleeps', async () => {
    const started = { projectId, generation: 1, runtime: 'docker', reason: 'created', source: 'empty' };
    await harness.services.append({ projectId, context: 'pod', id: projectId }, [
      fact('podium.pod.v1.PodProvisioningStarted', started),
      fact('podium.pod.v1.PodStopped', { projectId, generation: 1, reason: 'idle' }),
    ]);
    await podSvcAnswers({ status: 'asleep' });
    const answer = await look('');
    expect(answer).toMatchObject({ status: 409, body: { code: 'workspace_waking' } });
    expect(answer.headers.get('retry-after')).toBe('2');
    const facts = await harness.services.log.load({ projectId, context: 'pod', id: projectId });
    expect(facts.map(({ type }) => type).at(-1)).toBe('podium.pod.v1.PodProvisioningStarted');
    expect(facts.at(-1)?.actor).toMatch(/^user:/);
  });

  it('waits while the pod starts, and says when nobody looks after pods', async () => {
    await podSvcAnswers({ status: 'starting' });
    expect(await look('')).toMatchObject({ status: 409, body: { code: 'workspace_waking' } });
    await podSvcIsAway();
    expect(await look('')).toMatchObject({ status: 503, body: { code: 'service_unavailable' } });
  });
});
