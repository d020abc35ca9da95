import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@podium/testing';
import {
  crashLoops,
  endsAtStart,
  evicted,
  exited,
  imagePullFails,
  initFails,
  mountFails,
  oomKilled,
  resourceType,
  unschedulable,
  waitsFor,
  type PodScript,
} from '@podium/testing/kubernetes';
import { podSpec, untroubled } from '../../test/local-pods.ts';
import type { PodExit } from '../runtime.ts';
import { ClusterWorld } from './test/cluster-world.ts';

const noMemory = '0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are available.';
const lowOnMemory = 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 53Mi.';
const unknownImage = 'failed to resolve reference "docker.io/podium/opencode:0.1.0": not found';
const notCloned = "fatal: unable to access 'https://ada:secret@example.org/repo.git/': Could not resolve host";

/** What a person is told when a start ends in each of these ways. */
const failures: readonly (readonly [string, PodScript, { code: string; retryable: boolean; message: string }])[] = [
  [
    'an image that cannot be pulled',
    imagePullFails('podium/opencode:0.1.0', unknownImage),
    {
      code: 'image_unavailable',
      retryable: true,
      message: `The image cannot be pulled (ImagePullBackOff): Back-off pulling image "podium/opencode:0.1.0": ErrImagePull: ${unknownImage}.`,
    },
  ],
  [
    'an image whose name is none',
    waitsFor('InvalidImageName', 'Failed to apply default image tag "Podium//opencode": invalid reference format'),
    {
      code: 'image_unavailable',
      retryable: false,
      message:
        'The name of the image is wrong (InvalidImageName): Failed to apply default image tag "Podium//opencode": invalid reference format.',
    },
  ],
  [
    'no node with room',
    unschedulable(noMemory),
    { code: 'unschedulable', retryable: true, message: `No node of the cluster takes the pod: ${noMemory}` },
  ],
  [
    'too little memory',
    endsAtStart(oomKilled),
    {
      code: 'out_of_memory',
      retryable: true,
      message: 'Container opencode used more memory than it may (2Gi) and was killed (OOMKilled).',
    },
  ],
  [
    'an eviction',
    endsAtStart(evicted(lowOnMemory)),
    { code: 'evicted', retryable: true, message: `The cluster ended the pod (Evicted: ${lowOnMemory}).` },
  ],
  [
    'a server that ends again and again',
    crashLoops(1, 'no such luck'),
    {
      code: 'crash_loop',
      retryable: true,
      message:
        'A container ends again and again (CrashLoopBackOff): back-off 10s restarting failed container; container opencode last ended with exit code 1: no such luck.',
    },
  ],
  [
    'a workspace agent that ends at once',
    agentEnds(1, 'Error', 'The configuration is wrong: AGENT_TOKEN'),
    {
      code: 'start_failed',
      retryable: true,
      message: 'Container workspace-agent ended with exit code 1: The configuration is wrong: AGENT_TOKEN.',
    },
  ],
  [
    'a workspace agent with too little memory',
    agentEnds(137, 'OOMKilled'),
    {
      code: 'out_of_memory',
      retryable: true,
      message: 'Container workspace-agent used more memory than it may (256Mi) and was killed (OOMKilled).',
    },
  ],
  [
    'a server that ends at once',
    endsAtStart(exited(1, 'Error', 'ServeError: port in use')),
    {
      code: 'start_failed',
      retryable: true,
      message: 'Container opencode ended with exit code 1: ServeError: port in use.',
    },
  ],
  [
    'a repository that cannot be cloned, whose secrets are kept',
    initFails(10, notCloned),
    {
      code: 'clone_failed',
      retryable: true,
      message:
        "Cloning the repository failed: fatal: unable to access 'https://example.org/repo.git/': Could not resolve host.",
    },
  ],
  [
    'a clone that takes too long',
    initFails(11, ''),
    { code: 'clone_timeout', retryable: true, message: 'Cloning the repository took too long.' },
  ],
  [
    'a container that cannot be made',
    waitsFor('CreateContainerConfigError', 'secret "podium-p1" not found'),
    {
      code: 'start_failed',
      retryable: true,
      message: 'A container cannot be made (CreateContainerConfigError): secret "podium-p1" not found.',
    },
  ],
];

/** The workspace agent ends, the server goes on. */
function agentEnds(exitCode: number, reason: string, message?: string): PodScript {
  const terminated = { exitCode, reason, ...(message === undefined ? {} : { message }) };
  const containerStatuses = [
    { name: 'opencode', started: true, ready: true, restartCount: 0, state: { running: {} } },
    { name: 'workspace-agent', started: false, ready: false, restartCount: 0, state: { terminated } },
  ];
  return endsAtStart(() => ({ phase: 'Running', containerStatuses }));
}

describe('what goes wrong with pods in a cluster', () => {
  let world: ClusterWorld;

  beforeEach(async () => {
    world = await ClusterWorld.create();
  });
  afterEach(() => world.dispose());

  const podOf = (projectId: string): unknown =>
    world.cluster.store.find(resourceType('pods'), 'podium', `podium-${projectId}`);

  it.each(failures)('tells of %s, and leaves no pod behind', async (_, script, expected) => {
    world.cluster.kubelet.script = script;
    const runtime = await world.open();
    await expect(runtime.provision(podSpec(), untroubled)).rejects.toMatchObject({ name: 'RuntimeError', ...expected });
    await eventually(() => podOf('p1') === undefined);
    expect(await runtime.inspect('p1')).toEqual({ status: 'stopped', projectId: 'p1' });
  });

  it('is patient with what the cluster may overcome, and says meanwhile what it waits for', async () => {
    world.cluster.kubelet.script = unschedulable(noMemory);
    const runtime = await world.open({ patienceSeconds: 10 });
    const progress: string[] = [];
    const provisioned = runtime.provision(podSpec(), { ...untroubled, onProgress: (line) => progress.push(line) });
    await eventually(() => progress.length > 0);
    expect(progress[0]).toBe(`No node of the cluster takes the pod: ${noMemory}`);
    const pod = world.cluster.store.get(resourceType('pods'), 'podium', 'podium-p1');
    const running = { started: true, ready: true, state: { running: {} } };
    const containerStatuses = ['opencode', 'workspace-agent'].map((name) => ({ name, ...running }));
    world.cluster.store.update(resourceType('pods'), { ...pod, status: { phase: 'Running', containerStatuses } });
    expect(await provisioned).toMatchObject({ generation: 1 });
  });

  it('adds the newest warning of the cluster when a start takes too long', async () => {
    world.cluster.kubelet.script = mountFails('Unable to attach or mount volumes: timed out waiting for the condition');
    const runtime = await world.open({ startTimeoutSeconds: 2 });
    await expect(runtime.provision(podSpec(), untroubled)).rejects.toMatchObject({
      code: 'start_timeout',
      retryable: true,
      message:
        'The pod did not start within 2 seconds. FailedMount: Unable to attach or mount volumes: timed out waiting for the condition',
    });
  });

  it('tells of a quota that is used up', async () => {
    world.cluster.admission.podQuota = 0;
    const runtime = await world.open();
    await expect(runtime.provision(podSpec(), untroubled)).rejects.toMatchObject({
      code: 'quota_exceeded',
      retryable: true,
      message:
        'The quota of the cluster\'s namespace is used up: pods "podium-p1" is forbidden: exceeded quota: podium, requested: pods=1, used: pods=0, limited: pods=0',
    });
    expect(world.countOf('PATCH', /\/pods\//)).toBe(1);
  });

  it('tells what it may not do, and where it is not expected', async () => {
    world.cluster.admission.forbidden.add('patch secrets');
    const runtime = await world.open();
    await expect(runtime.provision(podSpec(), untroubled)).rejects.toMatchObject({
      code: 'forbidden',
      retryable: false,
      message: expect.stringMatching(
        /^The cluster does not let Podium do this: secrets is forbidden: User "\S+" cannot/,
      ),
    });
    world.cluster.admission.namespaces.clear();
    await expect(runtime.provision(podSpec({ projectId: 'p2' }), untroubled)).rejects.toMatchObject({
      code: 'cluster_refused',
      retryable: false,
      message: 'The cluster refused the pod: namespaces "podium" not found',
    });
  });

  it('tells that a server does not offer the model', async () => {
    world.opencode.model = 'another/model';
    const runtime = await world.open();
    await expect(runtime.provision(podSpec(), untroubled)).rejects.toMatchObject({ code: 'model_unavailable' });
  });

  it('tells how a pod that ran came to its end, and to a service that was away as well', async () => {
    const runtime = await world.open();
    const exits: PodExit[] = [];
    runtime.onExit((exit) => exits.push(exit));
    const { kubelet } = world.cluster;
    for (const projectId of ['p1', 'p2', 'p3']) await runtime.provision(podSpec({ projectId }), untroubled);
    kubelet.end('podium', 'podium-p1', oomKilled);
    await eventually(() => exits.length === 1);
    kubelet.end('podium', 'podium-p2', evicted(lowOnMemory));
    await eventually(() => exits.length === 2);
    await fetch(`${world.cluster.url}/api/v1/namespaces/podium/pods/podium-p3`, { method: 'DELETE' });
    await eventually(() => exits.length === 3);
    const expected = [
      'Container opencode used more memory than it may (2Gi) and was killed (OOMKilled)',
      `The cluster ended the pod (Evicted: ${lowOnMemory})`,
      'the deletion of its pod in the cluster',
    ];
    expect(exits.map((exit) => exit.message)).toEqual(expected);
    await runtime.close();

    const later = world.runtime();
    const found: PodExit[] = [];
    later.onExit((exit) => found.push(exit));
    await later.open();
    expect(found.map((exit) => exit.message)).toEqual(expected.slice(0, 2));
  });

  it('says that a pod does not end where its node is unreachable, and never starts a second one beside it', async () => {
    const runtime = await world.open({ terminationSeconds: 0.2 });
    await runtime.provision(podSpec(), untroubled);
    world.cluster.kubelet.terminationMs = Infinity;
    await expect(runtime.provision(podSpec({ generation: 2 }), untroubled)).rejects.toMatchObject({
      code: 'stop_timeout',
      retryable: true,
      message: 'The cluster did not end the pod within 0.2 seconds; its node may be unreachable.',
    });
    world.cluster.kubelet.endTerminating();
    expect(await runtime.provision(podSpec({ generation: 2 }), untroubled)).toMatchObject({ generation: 2 });
  });
});
