import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@podium/testing';
import { podSpec, untroubled } from '../../test/local-pods.ts';
import type { PodExit } from '../runtime.ts';
import { missingForCluster, RealCluster } from './test/real-cluster.ts';

jest.setTimeout(180_000);

const missing = missingForCluster();
const describeWithCluster = missing ? describe.skip : describe;

describeWithCluster(`pods of a real cluster${missing ? ` (${missing})` : ''}`, () => {
  let cluster: RealCluster;

  beforeEach(async () => {
    cluster = await RealCluster.create();
  });
  afterEach(() => cluster.dispose());

  it('leave nothing behind when their project is deleted', async () => {
    const runtime = await cluster.open();
    await runtime.provision(podSpec(), untroubled);
    expect(await cluster.namesOf('secrets')).toEqual(['podium-p1', 'workspace-agent-p1']);
    expect(await cluster.namesOf('services')).toEqual(['podium-p1']);
    await runtime.delete('p1');
    const kinds = ['pods', 'services', 'secrets', 'networkpolicies', 'persistentvolumeclaims'] as const;
    for (const plural of kinds) await eventually(async () => (await cluster.namesOf(plural)).length === 0);
    expect(cluster.troubles).toEqual([]);
  });

  it('run without root, and keep only their volume', async () => {
    const runtime = await cluster.open();
    await runtime.provision(podSpec(), untroubled);
    expect((await cluster.shell('p1', 'id -u')).output.trim()).toBe('1000');
    expect(await cluster.shell('p1', 'touch /etc/x')).toMatchObject({ succeeded: false });
    expect(await cluster.shell('p1', 'ls /var/run/secrets/kubernetes.io')).toMatchObject({ succeeded: false });
    await cluster.shell('p1', 'echo kept > /workspace/kept.txt');
    await runtime.stop('p1');
    await runtime.provision(podSpec({ generation: 2 }), untroubled);
    expect((await cluster.shell('p1', 'cat /workspace/kept.txt')).output).toContain('kept');
    expect((await runtime.logs('p1', { lines: 5 })).join('\n')).toMatch(/listening/);
  });

  it('tell why an image cannot be pulled', async () => {
    const settings = { ...cluster.settings, image: 'registry.invalid/podium/opencode:0.1.0' };
    const runtime = await cluster.open({ settings, patienceSeconds: 5 });
    await expect(runtime.provision(podSpec(), untroubled)).rejects.toMatchObject({
      code: 'image_unavailable',
      retryable: true,
      message: expect.stringMatching(
        /^The image cannot be pulled \((ErrImagePull|ImagePullBackOff)\): .*registry\.invalid/,
      ),
    });
  });

  it('tell why no node takes them', async () => {
    const requests = { cpu: '2000', memory: '512Mi' };
    const settings = { ...cluster.settings, requests, limits: { ...requests } };
    const runtime = await cluster.open({ settings, patienceSeconds: 3 });
    await expect(runtime.provision(podSpec(), untroubled)).rejects.toMatchObject({
      code: 'unschedulable',
      message: expect.stringMatching(
        /^No node of the cluster takes the pod: 0\/\d+ nodes are available: .*Insufficient cpu/,
      ),
    });
  });

  it('tell that a quota is used up', async () => {
    await cluster.limitPods(0);
    const runtime = await cluster.open();
    await expect(runtime.provision(podSpec(), untroubled)).rejects.toMatchObject({
      code: 'quota_exceeded',
      message: expect.stringMatching(/^The quota of the cluster's namespace is used up: pods "podium-p1" is forbidden/),
    });
  });

  it('tell that they had too little memory', async () => {
    const memory = '64Mi';
    const settings = { ...cluster.settings, requests: { cpu: '100m', memory }, limits: { cpu: '1', memory } };
    const runtime = await cluster.open({ settings });
    await expect(runtime.provision(podSpec(), untroubled)).rejects.toMatchObject({
      code: 'out_of_memory',
      message: 'Container opencode used more memory than it may (64Mi) and was killed (OOMKilled).',
    });
  });

  it('tell that a repository could not be cloned', async () => {
    const runtime = await cluster.open();
    const origin = { source: 'clone', repositoryUrl: 'https://ada:secret@repository.invalid/x.git' } as const;
    const failure = await runtime.provision(podSpec({ origin }), untroubled).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'clone_failed', message: expect.stringContaining('repository.invalid') });
    expect(String(failure)).not.toContain('secret');
  });

  it('tell how they came to their end', async () => {
    const runtime = await cluster.open();
    const exits: PodExit[] = [];
    runtime.onExit((exit) => exits.push(exit));
    for (const projectId of ['p1', 'p2']) await runtime.provision(podSpec({ projectId }), untroubled);
    await cluster.evict('p1');
    await eventually(() => exits.length === 1);
    await cluster.remove('p2');
    await eventually(() => exits.length === 2);
    expect(exits).toEqual([
      { projectId: 'p1', generation: 1, message: expect.stringContaining('EvictionByEvictionAPI') },
      { projectId: 'p2', generation: 1, message: 'the deletion of its pod in the cluster' },
    ]);
    await runtime.provision(podSpec({ generation: 2 }), untroubled);
    expect(exits).toHaveLength(2);
  });

  it('are one for each project, whatever two services do at once', async () => {
    const [one, other] = [await cluster.open(), await cluster.open()];
    const ready = await Promise.all([one, other].map((runtime) => runtime.provision(podSpec(), untroubled)));
    expect(ready[0]).toEqual(ready[1]);
    const next = podSpec({ generation: 2 });
    const again = await Promise.all([one, other].map((runtime) => runtime.provision(next, untroubled)));
    expect(again[0]).toEqual(again[1]);
    await Promise.all([one.delete('p1'), other.delete('p1')]);
    expect(await other.inspect('p1')).toBeUndefined();
  });
});
