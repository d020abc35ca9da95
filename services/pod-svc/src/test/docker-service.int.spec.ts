import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { WorkspaceSource } from '@podium/proto';
import type { RunningService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import { releaseEngine } from '../runtimes/docker/test/engine-lock.ts';
import { EngineWorld, missingForDocker } from '../runtimes/docker/test/engine-world.ts';
import { PodServiceWorld } from './pod-service.ts';

// Real containers on a busy machine.
jest.setTimeout(240_000);

const missing = await missingForDocker();
const describeWithEngine = missing ? describe.skip : describe;

describeWithEngine(`pod-svc with the runtime "docker"${missing ? ` (${missing})` : ''}`, () => {
  const engine = new EngineWorld();
  let world: PodServiceWorld;
  let service: RunningService | undefined;

  beforeAll(async () => {
    world = await PodServiceWorld.create();
    service = await world.start({
      PODIUM_RUNTIME: 'docker',
      PODIUM_POD_IMAGE: engine.runtimeSettings.image,
      PODIUM_AGENT_IMAGE: engine.runtimeSettings.agentImage,
      PODIUM_POD_IDLE_MINUTES: '0.2',
    });
  });
  afterAll(async () => {
    await service?.close();
    await engine.dispose();
    await world.dispose();
    releaseEngine();
  });

  it('shows the files of a pod, lets it sleep, and shows them again once it is woken up', async () => {
    const projectId = await world.createProject(WorkspaceSource.EMPTY);
    await world.fact(projectId, 'podium.pod.v1.PodReady', 1, 90);
    await engine.shell(projectId, 'mkdir src; echo "let a;" > src/a.ts; ln -s /etc/passwd src/link');
    expect(await world.look(projectId, 'src')).toMatchObject({
      status: 'found',
      entry: {
        kind: 'directory',
        entries: [
          { name: 'a.ts', size_bytes: 7 },
          { name: 'link', kind: 'link' },
        ],
      },
    });
    expect(await world.look(projectId, 'src/link')).toMatchObject({ status: 'refused', code: 'path_refused' });

    await world.fact(projectId, 'podium.pod.v1.PodStopped', 1, 60);
    await eventually(async () => (await world.look(projectId, 'src')).status === 'asleep', { timeoutSeconds: 30 });
    await world.requestPod(projectId);
    await eventually(async () => (await world.look(projectId, '')).status === 'starting');
    await world.fact(projectId, 'podium.pod.v1.PodReady', 2, 90);
    expect(await world.look(projectId, 'src/a.ts')).toMatchObject({
      status: 'found',
      entry: { kind: 'file', content: Buffer.from('let a;\n').toString('base64') },
    });
  });
});
