import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@podium/testing';
import { exited, resourceType } from '@podium/testing/kubernetes';
import { podSpec, untroubled } from '../../test/local-pods.ts';
import type { PodExit } from '../runtime.ts';
import { ClusterWorld } from './test/cluster-world.ts';

describe('the way to the API of a cluster', () => {
  let world: ClusterWorld;

  beforeEach(async () => {
    world = await ClusterWorld.create();
  });
  afterEach(() => world.dispose());

  const crash = (projectId: string): void =>
    world.cluster.kubelet.end('podium', `podium-${projectId}`, exited(1, 'Error'));
  const lists = (): number => world.countOf('GET', /\/pods$/);

  async function watching(options: Parameters<ClusterWorld['open']>[0] = {}): Promise<PodExit[]> {
    const runtime = await world.open(options);
    const exits: PodExit[] = [];
    runtime.onExit((exit) => exits.push(exit));
    for (const projectId of ['p1', 'p2', 'p3']) await runtime.provision(podSpec({ projectId }), untroubled);
    await eventually(() => world.cluster.openWatches === 1);
    return exits;
  }

  it('goes on from where a watch broke off, without listing again', async () => {
    const exits = await watching();
    const before = lists();
    world.cluster.faults.disconnect({ method: 'WATCH' });
    world.cluster.disconnectWatches();
    crash('p1');
    await eventually(() => exits.length === 1);
    expect(lists()).toBe(before);
    expect(world.troubles.length).toBeGreaterThan(0);
    crash('p2');
    await eventually(() => exits.length === 2);
  });

  it('lists again when the cluster has forgotten its version, and tells what it missed', async () => {
    const exits = await watching();
    const before = lists();
    world.cluster.faults.refuse({ method: 'WATCH', status: 500 });
    world.cluster.disconnectWatches();
    crash('p1');
    world.cluster.store.compact();
    await eventually(() => exits.length === 1);
    world.cluster.expireWatches();
    crash('p2');
    await eventually(() => exits.length === 2);
    expect(lists()).toBeGreaterThan(before);
    expect(exits.map((exit) => exit.projectId)).toEqual(['p1', 'p2']);
  });

  it('lists again where a watch is refused with 410 Gone', async () => {
    const exits = await watching();
    world.cluster.faults.refuse({ method: 'WATCH', status: 410, reason: 'Expired' });
    const before = lists();
    world.cluster.disconnectWatches();
    await eventually(() => lists() > before);
    crash('p1');
    await eventually(() => exits.length === 1);
  });

  it('learns from bookmarks how far it is, so that others’ writes do not make it list again', async () => {
    const exits = await watching();
    world.cluster.store.compact();
    const before = lists();
    // Over one connection, so that the bookmark arrives before the end.
    world.cluster.sendBookmarks();
    world.cluster.endWatches();
    await eventually(() => world.cluster.openWatches === 1);
    crash('p1');
    await eventually(() => exits.length === 1);
    expect(lists()).toBe(before);
  });

  it('lists everything anew after a while, and so finds pods that went without a word', async () => {
    const exits = await watching({ resyncSeconds: 0.2 });
    const before = lists();
    await eventually(() => lists() >= before + 2);
    crash('p1');
    await eventually(() => exits.length === 1);
  });

  it('outlives a restart of the API server, and finds a pod that was deleted meanwhile', async () => {
    const exits = await watching();
    await world.cluster.stop();
    const pods = resourceType('pods');
    world.cluster.store.remove(pods, world.cluster.store.get(pods, 'podium', 'podium-p1'));
    world.cluster.store.compact();
    await eventually(() => world.troubles.length > 0);
    await world.cluster.restart();
    await eventually(() => exits.length === 1);
    expect(exits[0]).toMatchObject({ projectId: 'p1', message: 'the deletion of its pod in the cluster' });
  });

  it('waits as long as an overloaded API server says', async () => {
    const runtime = await world.open();
    world.cluster.faults.tooManyRequests({ method: 'PATCH', retryAfterSeconds: 1, times: 2 });
    const began = performance.now();
    expect(await runtime.provision(podSpec(), untroubled)).toMatchObject({ generation: 1 });
    expect(performance.now() - began).toBeGreaterThan(2_000);
    expect(world.cluster.requests.filter((request) => request.status === 429)).toHaveLength(2);
  });

  it('repeats what failed by conflict, server error or a broken connection', async () => {
    const runtime = await world.open();
    const { faults } = world.cluster;
    faults.refuse({ method: 'PATCH', path: /services/, status: 409, reason: 'Conflict' });
    faults.refuse({ method: 'PATCH', path: /secrets/, status: 503, reason: 'ServiceUnavailable', times: 2 });
    faults.disconnect({ method: 'PATCH', path: /pods/ });
    faults.disconnect({ method: 'GET', path: /pods/ });
    expect(await runtime.provision(podSpec(), untroubled)).toMatchObject({ generation: 1 });
  });

  it('makes right with the next start what someone else has changed', async () => {
    const runtime = await world.open();
    await runtime.provision(podSpec(), untroubled);
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'podium-p1', labels: { theirs: 'stays' } },
      spec: { publishNotReadyAddresses: false },
    };
    await fetch(`${world.cluster.url}/api/v1/namespaces/podium/services/podium-p1?fieldManager=kubectl&force=true`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/apply-patch+yaml' },
      body: JSON.stringify(service),
    });
    await runtime.provision(podSpec({ generation: 2 }), untroubled);
    expect(world.cluster.store.get(resourceType('services'), 'podium', 'podium-p1')).toMatchObject({
      metadata: { labels: { theirs: 'stays', 'podium.dev/project-id': 'p1' } },
      spec: { publishNotReadyAddresses: true },
    });
  });

  it('gives up in words where the API server stays away', async () => {
    const runtime = await world.open({ requests: { retrySeconds: 0.5 } });
    await world.cluster.stop();
    await expect(runtime.provision(podSpec(), untroubled)).rejects.toMatchObject({
      code: 'cluster_unavailable',
      retryable: true,
      message: expect.stringMatching(/^The cluster's API gave no answer to use: .*ECONNREFUSED/),
    });
    await world.cluster.restart();
  });

  it('gives up on an API server that accepts and never answers', async () => {
    const runtime = await world.open({ requests: { retrySeconds: 0, requestTimeoutSeconds: 0.2 } });
    world.cluster.faults.hang({ method: 'GET' });
    await expect(runtime.inspect('p1')).rejects.toMatchObject({ code: 'cluster_unavailable' });
  });

  it('lets two services work side by side: one pod, and each end told with the same generation', async () => {
    const [one, other] = [await world.open(), await world.open()];
    const exits: PodExit[] = [];
    for (const runtime of [one, other]) runtime.onExit((exit) => exits.push(exit));
    const ready = await Promise.all([one, other].map((runtime) => runtime.provision(podSpec(), untroubled)));
    expect(ready[0]).toEqual(ready[1]);
    crash('p1');
    await eventually(() => exits.length === 2);
    expect(exits[0]).toEqual(exits[1]);
    await Promise.all([one, other].map((runtime) => runtime.provision(podSpec({ generation: 2 }), untroubled)));
    await Promise.all([one.delete('p1'), other.delete('p1')]);
    expect(await other.inspect('p1')).toBeUndefined();
  });

  it('removes with a project all that it owned, and lists in pages', async () => {
    const runtime = await world.open();
    await runtime.provision(podSpec(), untroubled);
    world.cluster.kubelet.writeLog('podium-p1', ['first', 'second', 'third']);
    expect(await runtime.logs('p1', { lines: 2 })).toEqual(['second', 'third']);
    await runtime.delete('p1');
    expect(world.opencode.disposed).toEqual(['p1']);
    for (const plural of ['pods', 'services', 'secrets', 'networkpolicies', 'persistentvolumeclaims']) {
      expect(world.cluster.store.list(resourceType(plural))).toEqual([]);
    }
  });
});
