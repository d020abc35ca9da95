import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkspaceSource } from '@podium/proto';
import type { RunningService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import { KubeApiServer, oomKilled, endsAtStart, resourceType } from '@podium/testing/kubernetes';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { kubeConfigOf } from '../runtimes/kubernetes/test/cluster-world.ts';
import { PodServiceWorld } from './pod-service.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

describe('pod-svc with the runtime "kubernetes"', () => {
  const folder = mkdtempSync(join(tmpdir(), 'podium-kube-'));
  let world: PodServiceWorld;
  let cluster: KubeApiServer;
  let service: RunningService | undefined;

  beforeAll(async () => {
    cluster = await KubeApiServer.start();
    const kubeConfig = join(folder, 'config');
    writeFileSync(kubeConfig, kubeConfigOf(cluster.url).exportConfig());
    process.env['KUBECONFIG'] = kubeConfig;
    world = await PodServiceWorld.create();
    service = await world.start({
      PODIUM_RUNTIME: 'kubernetes',
      PODIUM_POD_IMAGE: 'podium/opencode:0.1.0',
      PODIUM_AGENT_IMAGE: 'podium/workspace-agent:0.1.0',
    });
  });
  afterAll(async () => {
    await service?.close();
    delete process.env['KUBECONFIG'];
    await world.dispose();
    await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('records in the cluster’s own words why there is no pod, for each project by itself', async () => {
    cluster.admission.podQuota = 0;
    const refused = await world.createProject(WorkspaceSource.EMPTY);
    expect((await world.fact(refused, 'podium.pod.v1.PodProvisioningStarted')).data.runtime).toBe('kubernetes');
    expect((await world.fact(refused, 'podium.pod.v1.PodFailed')).data).toMatchObject({
      reason: 'quota_exceeded',
      retryable: true,
      message: expect.stringContaining('exceeded quota: podium'),
    });
    cluster.admission.podQuota = undefined;
    cluster.kubelet.script = endsAtStart(oomKilled);
    const killed = await world.createProject(WorkspaceSource.EMPTY);
    expect((await world.fact(killed, 'podium.pod.v1.PodFailed')).data).toMatchObject({
      reason: 'out_of_memory',
      message: 'Container opencode used more memory than it may (2Gi) and was killed (OOMKilled).',
    });
    await world.deleteProject(killed);
    await eventually(() =>
      cluster.store
        .list(resourceType('persistentvolumeclaims'))
        .every(({ metadata }) => !metadata.name.includes(killed)),
    );
  });

  it('says which keys of its configuration are wrong', async () => {
    await expect(world.start({ PODIUM_RUNTIME: 'kubernetes' })).rejects.toThrow(
      /PODIUM_POD_IMAGE: is missing[^]*PODIUM_AGENT_IMAGE: is missing/,
    );
    const wrong = {
      PODIUM_RUNTIME: 'kubernetes',
      PODIUM_POD_MEMORY_LIMIT: 'much',
      PODIUM_POD_EGRESS_CIDRS: '10.0.0.0',
      PODIUM_PROVIDER_URLS: 'nobody=https://llm.example.org/v1',
    };
    await expect(world.start(wrong)).rejects.toThrow(/PODIUM_POD_MEMORY_LIMIT: must be[^]*PODIUM_POD_EGRESS_CIDRS/);
    await expect(world.start(wrong)).rejects.toThrow(/PODIUM_PROVIDER_URLS/);
    await expect(world.start({ PODIUM_DATA: '' })).rejects.toThrow('PODIUM_DATA: is missing');
  });
});
