import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CommandHandler, type Cause } from '@podium/event-sourcing';
import { InMemoryEventLog } from '@podium/event-sourcing/testing';
import type { RecordedFact } from '@podium/proto';
import { eventually } from '@podium/testing';
import { oomKilled, resourceType } from '@podium/testing/kubernetes';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pLimit from 'p-limit';
import { pino } from 'pino';
import type { PodCommand } from '../../domain/pod-commands.ts';
import { podDecider } from '../../domain/pod-decider.ts';
import { podAggregate, podService, type PodCommands } from '../../pod-aggregate.ts';
import { PodKeeper } from '../../processes/pod-keeper.ts';
import { PodProvisioning } from '../../processes/pod-provisioning.ts';
import { untroubled } from '../../test/local-pods.ts';
import type { KubernetesRuntime } from './kubernetes-runtime.ts';
import { ClusterWorld } from './test/cluster-world.ts';

// Making 1,000 pods takes longer than bringing them in step again.
jest.setTimeout(400_000);

const projects = 1_000;
const goneByHand = 50;
const killed = 50;
const deleted = 50;
const stopped = 25;

const pods = resourceType('pods');
const claims = resourceType('persistentvolumeclaims');
const logger = pino({ level: 'silent' });

describe('a service that starts on a cluster with 1,000 projects', () => {
  let world: ClusterWorld;
  let log: InMemoryEventLog;
  let commands: PodCommands;

  beforeEach(async () => {
    world = await ClusterWorld.create();
    log = new InMemoryEventLog();
    commands = new CommandHandler(log, podDecider, { source: 'test' });
  });
  afterEach(() => world.dispose());

  const ids = Array.from({ length: projects }, (_, index) => `p${index}`);
  let causes = 0;

  function handle(command: PodCommand): Promise<unknown> {
    const id = `cause-${(causes += 1)}`;
    const cause: Cause = { id, correlationId: id, actor: podService };
    return commands.handle(podAggregate(command.projectId), command, cause);
  }

  async function makeReady(runtime: KubernetesRuntime, projectId: string): Promise<void> {
    const origin = { source: 'empty' } as const;
    await handle({ kind: 'provision', projectId, reason: 'created', runtime: 'kubernetes', origin });
    const ready = await runtime.provision({ projectId, generation: 1, origin }, untroubled);
    await handle({ kind: 'recordReady', ...ready });
  }

  /** What happens to facts and cluster while no service runs. */
  async function drift(): Promise<void> {
    const { store, kubelet } = world.cluster;
    for (const id of ids.slice(0, goneByHand)) store.remove(pods, store.get(pods, 'podium', `podium-${id}`));
    for (const id of ids.slice(100, 100 + killed)) kubelet.end('podium', `podium-${id}`, oomKilled);
    for (const id of ids.slice(200, 200 + deleted)) await handle({ kind: 'delete', projectId: id });
    for (const id of ids.slice(300, 300 + stopped)) await handle({ kind: 'stop', projectId: id, reason: 'idle' });
  }

  /** Gives each recorded start to the process that carries it out, as the log's consumer does. */
  async function carryOutStarts(runtime: KubernetesRuntime, from: number): Promise<void> {
    const process = new PodProvisioning(commands, runtime, logger);
    const limit = pLimit(64);
    const started = log.facts.slice(from).filter(isStart);
    await Promise.all(started.map((fact) => limit(() => process.provisioningStarted(fact, contextOf()))));
  }

  it('brings facts and pods in step, with fewer than 5 requests for each project', async () => {
    const before = await world.open();
    const limit = pLimit(64);
    await Promise.all(ids.map((id) => limit(() => makeReady(before, id))));
    await before.close();
    await drift();
    const known = log.facts.length;
    const { store, requests } = world.cluster;
    requests.length = 0;
    const heapBytes = heapInUse();

    const began = performance.now();
    const processorBegan = process.cpuUsage();
    const runtime = world.runtime();
    const keeper = new PodKeeper(commands, runtime, { idsOfReady: () => Promise.resolve(readyIds(log.facts)) }, logger);
    await keeper.onApplicationBootstrap();
    const restarts = goneByHand + killed;
    await eventually(() => log.facts.slice(known).filter(isStart).length === restarts, { timeoutSeconds: 120 });
    await carryOutStarts(runtime, known);
    const running = projects - deleted - stopped;
    await eventually(() => store.list(pods).length === running && store.list(claims).length === projects - deleted, {
      timeoutSeconds: 120,
    });
    const seconds = (performance.now() - began) / 1000;
    const processor = process.cpuUsage(processorBegan);
    const processorSeconds = (processor.user + processor.system) / 1e6;
    const requestsPerProject = requests.length / projects;
    const heapMegabytes = (heapInUse() - heapBytes) / 1e6;
    noteFigures({ projects, seconds, processorSeconds, requestsPerProject, heapMegabytes });

    expect(requestsPerProject).toBeLessThan(5);
    expect(await runtime.list()).toHaveLength(projects - deleted);
    const exits = log.facts.slice(known).filter((fact) => fact.type === 'podium.pod.v1.PodExited');
    expect(exits.map((fact) => (fact.data as { message: string }).message).sort()).toEqual([
      ...Array.from({ length: killed }, () => expect.stringMatching(/OOMKilled/)),
      ...Array.from({ length: goneByHand }, () => 'an end that nobody saw'),
    ]);
    expect(readyIds(log.facts)).toHaveLength(running);
    await keeper.onModuleDestroy();
    expect(store.list(pods)).toHaveLength(running);
  });
});

/** `npm run bench -- reconcile` measures with this test, and says here where it wants to read the figures. */
function noteFigures(figures: Readonly<Record<string, number>>): void {
  const file = process.env['PODIUM_FIGURES_FILE'];
  if (file) writeFileSync(file, JSON.stringify(figures));
}

/** In bytes, without what nobody needs any more. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

type Start = RecordedFact & { readonly type: 'podium.pod.v1.PodProvisioningStarted' };

function isStart(fact: RecordedFact): fact is Start {
  return fact.type === 'podium.pod.v1.PodProvisioningStarted';
}

/** Projects whose newest fact says that the pod is ready. */
function readyIds(facts: readonly RecordedFact[]): string[] {
  const newest = new Map<string, string>();
  for (const fact of facts) newest.set((fact.data as { projectId: string }).projectId, fact.type);
  return [...newest].filter(([, type]) => type === 'podium.pod.v1.PodReady').map(([id]) => id);
}

function contextOf(): Parameters<PodProvisioning['provisioningStarted']>[1] {
  return { signal: new AbortController().signal, deliveryCount: 1, subject: 'test', streamSequence: 1 };
}
