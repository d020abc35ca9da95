import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readOutcomes } from '@podium/jetstream';
import { WorkspaceSource } from '@podium/proto';
import { podPassword, type RunningService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import { podFolder, type PodRecord } from '../runtimes/local/pod-folder.ts';
import { markedProcesses } from '../runtimes/local/process-table.ts';
import { podMarker } from '../runtimes/opencode/opencode-environment.ts';
import { PodServiceWorld } from './pod-service.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

describe('pod-svc', () => {
  let world: PodServiceWorld;
  let service: RunningService | undefined;

  beforeAll(async () => {
    world = await PodServiceWorld.create();
  });
  afterEach(async () => {
    await service?.close();
    service = undefined;
  });
  afterAll(() => world.dispose());

  const processesOf = (projectId: string): Promise<number[]> =>
    markedProcesses(podMarker, podFolder(world.dataPath, projectId).path);
  const recordOf = (projectId: string): PodRecord =>
    JSON.parse(readFileSync(podFolder(world.dataPath, projectId).record, 'utf8')) as PodRecord;

  async function outcomeOf(requestId: string): Promise<string> {
    const signal = AbortSignal.timeout(60_000);
    for await (const outcome of readOutcomes(world.nats, { after: 0, signal })) {
      if (outcome.causationid === requestId) return outcome.type;
    }
    throw new Error('No outcome');
  }

  it('gives a project its pod and takes it away with the project', async () => {
    service = await world.start();
    const projectId = await world.createProject(WorkspaceSource.SAMPLE);
    const ready = await world.fact(projectId, 'podium.pod.v1.PodReady');
    const password = podPassword(world.secret, projectId);
    const health = await fetch(`${ready.data.endpoint}/global/health`, {
      headers: { authorization: `Basic ${Buffer.from(`opencode:${password}`).toString('base64')}` },
    });
    expect(await health.json()).toMatchObject({ healthy: true, version: ready.data.version });
    expect(existsSync(join(ready.data.workspacePath, 'package.json'))).toBe(true);
    expect(await outcomeOf(await world.requestPod(projectId))).toBe('podium.common.v1.RequestHadNoEffect');
    expect((await fetch(service.healthUrl)).status).toBe(200);
    expect(await world.look(projectId, 'package.json')).toMatchObject({ status: 'found', entry: { kind: 'file' } });
    expect(await world.look(projectId, '../pod.json')).toMatchObject({ status: 'refused', code: 'path_refused' });

    await world.deleteProject(projectId);
    await world.fact(projectId, 'podium.pod.v1.PodDeleted');
    await eventually(() => !existsSync(podFolder(world.dataPath, projectId).path));
    expect(await processesOf(projectId)).toEqual([]);
    expect(await outcomeOf(await world.requestPod(projectId))).toBe('podium.pod.v1.PodProvisionRejected');
    expect(await world.look(projectId, '')).toMatchObject({ status: 'refused', code: 'project_not_found' });
  });

  it('starts a pod again that was killed', async () => {
    service = await world.start();
    const projectId = await world.createProject(WorkspaceSource.EMPTY);
    await world.fact(projectId, 'podium.pod.v1.PodReady');
    process.kill(recordOf(projectId).pid, 'SIGKILL');
    const ready = await world.fact(projectId, 'podium.pod.v1.PodReady', 2);
    expect(ready.data.generation).toBe(2);
    expect(world.typesOf(projectId).map((each) => each.type.replace('podium.pod.v1.', ''))).toEqual([
      'PodProvisioningStarted',
      'PodReady',
      'PodExited',
      'PodProvisioningStarted',
      'PodReady',
    ]);
    await world.deleteProject(projectId);
    await eventually(() => !existsSync(podFolder(world.dataPath, projectId).path));
  });

  it('puts pods to rest when it ends in order, until someone asks for them', async () => {
    service = await world.start();
    const projectIds = await Promise.all([1, 2, 3].map(() => world.createProject(WorkspaceSource.EMPTY)));
    for (const projectId of projectIds) await world.fact(projectId, 'podium.pod.v1.PodReady');
    const began = performance.now();
    await service.close();
    expect(performance.now() - began).toBeLessThan(6_000);
    for (const projectId of projectIds) {
      expect(await processesOf(projectId)).toEqual([]);
      expect((await world.fact(projectId, 'podium.pod.v1.PodStopped')).data).toMatchObject({ reason: 'shutdown' });
    }
    service = await world.start();
    const [projectId = ''] = projectIds;
    await world.requestPod(projectId);
    expect((await world.fact(projectId, 'podium.pod.v1.PodReady', 2)).data.generation).toBe(2);
    expect(await processesOf(projectIds[1] ?? '')).toEqual([]);
    for (const each of projectIds) await world.deleteProject(each);
    for (const each of projectIds) await eventually(() => !existsSync(podFolder(world.dataPath, each).path));
  });

  it('puts a pod to rest that nobody needs, keeps its files, and wakes it up for the next one', async () => {
    service = await world.start({ PODIUM_POD_IDLE_MINUTES: '0.05' });
    const projectId = await world.createProject(WorkspaceSource.EMPTY);
    const ready = await world.fact(projectId, 'podium.pod.v1.PodReady');
    await world.admitSession(projectId, 's1');
    // Two more rounds than it takes to put one to rest: what is needed stays.
    const other = await world.createProject(WorkspaceSource.EMPTY);
    await world.fact(other, 'podium.pod.v1.PodStopped');
    expect(world.typesOf(projectId).map(({ type }) => type)).not.toContain('podium.pod.v1.PodStopped');

    await world.cancelSession(projectId, 's1');
    expect((await world.fact(projectId, 'podium.pod.v1.PodStopped')).data).toMatchObject({ reason: 'idle' });
    await eventually(async () => (await processesOf(projectId)).length === 0);
    expect(existsSync(join(ready.data.workspacePath, '.git'))).toBe(true);
    await world.requestPod(projectId);
    expect((await world.fact(projectId, 'podium.pod.v1.PodReady', 2)).data.generation).toBe(2);
    for (const each of [projectId, other]) await world.deleteProject(each);
  });

  it('tells in git’s own words why a clone failed, and tries anew when asked', async () => {
    service = await world.start();
    const projectId = await world.createProject(WorkspaceSource.CLONE, 'https://127.0.0.1:9/nothing.git');
    const failed = await world.fact(projectId, 'podium.pod.v1.PodFailed');
    expect(failed.data).toMatchObject({ reason: 'clone_failed', retryable: true });
    expect(failed.data.message).toMatch(/unable to access|refused|connect/i);
    await world.requestPod(projectId);
    expect((await world.fact(projectId, 'podium.pod.v1.PodFailed', 2)).data.generation).toBe(2);
  });

  it('finishes after its next start what its end has cut off', async () => {
    service = await world.start();
    const projectId = await world.createProject(WorkspaceSource.EMPTY);
    await eventually(async () => (await processesOf(projectId)).length > 0);
    await service.close();
    expect(await processesOf(projectId)).toEqual([]);
    service = await world.start();
    expect((await world.fact(projectId, 'podium.pod.v1.PodReady')).data.generation).toBe(1);
    expect(world.typesOf(projectId)).toHaveLength(2);
  });

  it('says which keys of its configuration are wrong', async () => {
    const wrong = { PODIUM_RUNTIME: 'podman', PODIUM_MODEL: 'nonsense', PODIUM_DOCKER_SUBNETS: '10.0.0.0/30' };
    await expect(world.start(wrong)).rejects.toThrow(
      /PODIUM_RUNTIME: must be[^]*PODIUM_MODEL: must be[^]*PODIUM_DOCKER_SUBNETS: must be/,
    );
    await expect(world.start({ PODIUM_RUNTIME: 'docker' })).rejects.toThrow(
      /PODIUM_POD_IMAGE: is missing[^]*PODIUM_AGENT_IMAGE: is missing/,
    );
    await expect(world.start({ PODIUM_DEMO_MODEL_URL: '' })).rejects.toThrow(/PODIUM_DEMO_MODEL_URL: is missing/);
  });
});
