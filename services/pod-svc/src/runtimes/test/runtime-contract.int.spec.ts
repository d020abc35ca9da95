import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@podium/testing';
import { exited, resourceType, runs } from '@podium/testing/kubernetes';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localRuntime, password, podSpec, removeFolder, temporaryFolder, untroubled } from '../../test/local-pods.ts';
import { releaseEngine } from '../docker/test/engine-lock.ts';
import { EngineWorld, missingForDocker } from '../docker/test/engine-world.ts';
import { ClusterWorld } from '../kubernetes/test/cluster-world.ts';
import { missingForCluster, RealCluster } from '../kubernetes/test/real-cluster.ts';
import { podFolder, type PodRecord } from '../local/pod-folder.ts';
import { RuntimeError, type PodExit, type Runtime } from '../runtime.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

/** A place for pods, and what a test can do to them behind the runtime's back. */
interface Place {
  /** A runtime as a restarted service has it, opened. */
  open(): Promise<Runtime>;
  /** Ends the pod's server, as a crash does. */
  crash(projectId: string): Promise<void>;
  /** Makes each start take so long that a test can do something meanwhile. */
  slowStarts(): void;
  /** Writes a file into the workspace of a pod that runs. */
  write(projectId: string, path: string, text: string): Promise<void>;
  /** Whether anything of the pod runs. */
  runs(projectId: string): Promise<boolean>;
  dispose(): Promise<void>;
}

async function localPlace(): Promise<Place> {
  const dataPath = temporaryFolder();
  const opened: Runtime[] = [];
  const recordOf = (projectId: string): PodRecord =>
    JSON.parse(readFileSync(podFolder(dataPath, projectId).record, 'utf8')) as PodRecord;
  return {
    async open() {
      const runtime = localRuntime(dataPath);
      opened.push(runtime);
      await runtime.open();
      return runtime;
    },
    crash(projectId) {
      process.kill(recordOf(projectId).pid, 'SIGKILL');
      return Promise.resolve();
    },
    write: (projectId, path, text) => writeFile(join(podFolder(dataPath, projectId).workspace, path), text),
    // A real server takes a second or two in any case.
    slowStarts: () => undefined,
    async runs(projectId) {
      const found = await localRuntime(dataPath).inspect(projectId);
      return found?.status === 'running' || found?.status === 'starting';
    },
    async dispose() {
      for (const runtime of opened) await runtime.close();
      const last = localRuntime(dataPath);
      for (const pod of await last.list()) await last.delete(pod.projectId);
      removeFolder(dataPath);
    },
  };
}

async function kubernetesPlace(): Promise<Place> {
  const world = await ClusterWorld.create();
  const podOf = (projectId: string): unknown =>
    world.cluster.store.find(resourceType('pods'), 'podium', `podium-${projectId}`);
  return {
    open: () => world.open(),
    crash(projectId) {
      world.cluster.kubelet.end('podium', `podium-${projectId}`, exited(137, 'Error'));
      return Promise.resolve();
    },
    slowStarts() {
      world.cluster.kubelet.script = runs(2_000);
    },
    // Its agents know one file.
    write: () => Promise.resolve(),
    runs: (projectId) => Promise.resolve(podOf(projectId) !== undefined),
    dispose: () => world.dispose(),
  };
}

async function dockerPlace(): Promise<Place> {
  const world = new EngineWorld();
  return {
    open: () => world.open(),
    crash: (projectId) => world.docker.getContainer(`podium-${projectId}`).kill() as Promise<void>,
    async write(projectId, path, text) {
      await world.shell(projectId, `printf '%s' '${text}' > /data/workspace/${path}`);
    },
    // A real container and a real server take seconds in any case.
    slowStarts: () => undefined,
    runs: (projectId) => world.isThere(projectId),
    dispose: () => world.dispose(),
  };
}

async function clusterPlace(): Promise<Place> {
  const cluster = await RealCluster.create();
  return {
    open: () => cluster.open(),
    async crash(projectId) {
      await cluster.shell(projectId, 'kill -KILL $(pgrep opencode)');
    },
    async write(projectId, path, text) {
      await cluster.shell(projectId, `printf '%s' '${text}' > /workspace/${path}`);
    },
    // A real container and a real server take seconds in any case.
    slowStarts: () => undefined,
    runs: (projectId) => cluster.hasPod(projectId),
    dispose: () => cluster.dispose(),
  };
}

const withoutDocker = await missingForDocker();
const withoutCluster = missingForCluster();
afterAll(() => releaseEngine());
if (withoutCluster)
  it.skip(`the contract of runtimes: kubernetes, a real cluster (${withoutCluster})`, () => undefined);
if (withoutDocker) it.skip(`the contract of runtimes: docker (${withoutDocker})`, () => undefined);

describe.each([
  ['local', 'local', localPlace] as const,
  ['kubernetes', 'kubernetes', kubernetesPlace] as const,
  ...(withoutCluster ? [] : [['kubernetes, a real cluster', 'kubernetes', clusterPlace] as const]),
  ...(withoutDocker ? [] : [['docker', 'docker', dockerPlace] as const]),
])('the contract of runtimes: %s', (_, name, createPlace) => {
  let place: Place;

  beforeEach(async () => {
    place = await createPlace();
  });
  afterEach(() => place.dispose());

  const health = (endpoint: string, secret: string): Promise<Response> =>
    fetch(`${endpoint}/global/health`, {
      headers: { authorization: `Basic ${Buffer.from(`opencode:${secret}`).toString('base64')}` },
      signal: AbortSignal.timeout(30_000),
    });

  it('says its own name', async () => {
    expect((await place.open()).name).toBe(name);
  });

  it('provides a server that answers to who has the password, and keeps the workspace when it stops', async () => {
    const runtime = await place.open();
    expect(await runtime.inspect('p1')).toBeUndefined();
    const pod = await runtime.provision(podSpec(), untroubled);
    expect(pod).toMatchObject({ projectId: 'p1', generation: 1, version: expect.stringMatching(/^\d+\.\d+/) });
    expect((await health(pod.endpoint, password('p1'))).status).toBe(200);
    expect((await health(pod.endpoint, 'another')).status).toBe(401);
    expect(await runtime.inspect('p1')).toEqual({ status: 'running', ...pod });

    await runtime.stop('p1');
    expect(await place.runs('p1')).toBe(false);
    await expect(health(pod.endpoint, password('p1'))).rejects.toThrow();
    expect(await runtime.inspect('p1')).toEqual({ status: 'stopped', projectId: 'p1' });
    await runtime.stop('p1');

    const resumed = await runtime.provision(podSpec({ generation: 2 }), untroubled);
    expect(resumed).toMatchObject({ generation: 2, workspacePath: pod.workspacePath });
    expect((await health(resumed.endpoint, password('p1'))).status).toBe(200);
  });

  it('answers a repeated order with the pod that is there, and replaces one of an older generation', async () => {
    const runtime = await place.open();
    const exits: PodExit[] = [];
    runtime.onExit((exit) => exits.push(exit));
    const first = await runtime.provision(podSpec(), untroubled);
    expect(await runtime.provision(podSpec(), untroubled)).toEqual(first);
    expect(await runtime.provision(podSpec({ generation: 2 }), untroubled)).toMatchObject({ generation: 2 });
    expect(await runtime.inspect('p1')).toMatchObject({ status: 'running', generation: 2 });
    expect(exits).toEqual([]);
  });

  it('does one thing at a time for each project', async () => {
    const runtime = await place.open();
    const [one, other] = await Promise.all([
      runtime.provision(podSpec(), untroubled),
      runtime.provision(podSpec(), untroubled),
    ]);
    expect(other).toEqual(one);
  });

  it('lists what there is', async () => {
    const runtime = await place.open();
    await runtime.provision(podSpec(), untroubled);
    await runtime.provision(podSpec({ projectId: 'p2' }), untroubled);
    await runtime.stop('p2');
    const byId = (left: { projectId: string }, right: { projectId: string }): number =>
      left.projectId < right.projectId ? -1 : 1;
    expect([...(await runtime.list())].sort(byId)).toMatchObject([
      { status: 'running', projectId: 'p1', generation: 1 },
      { status: 'stopped', projectId: 'p2' },
    ]);
  });

  it('tells once that a pod ended by itself, and brings it back when asked', async () => {
    const runtime = await place.open();
    const exits: PodExit[] = [];
    runtime.onExit((exit) => exits.push(exit));
    await runtime.provision(podSpec(), untroubled);
    await place.crash('p1');
    await eventually(() => exits.length > 0);
    expect(await runtime.inspect('p1')).toEqual({ status: 'exited', projectId: 'p1', generation: 1 });
    await runtime.provision(podSpec({ generation: 2 }), untroubled);
    expect(exits).toEqual([{ projectId: 'p1', generation: 1, message: expect.stringMatching(/137|SIGKILL/) }]);
  });

  it('tells nothing after the subscription has ended', async () => {
    const runtime = await place.open();
    const exits: PodExit[] = [];
    const told: PodExit[] = [];
    runtime.onExit((exit) => exits.push(exit))();
    runtime.onExit((exit) => told.push(exit));
    await runtime.provision(podSpec(), untroubled);
    await place.crash('p1');
    await eventually(() => told.length > 0);
    expect(exits).toEqual([]);
  });

  it('finds pods of an earlier service again, and notices their end as well', async () => {
    const first = await place.open();
    const pod = await first.provision(podSpec(), untroubled);
    await first.close();
    const second = await place.open();
    const exits: PodExit[] = [];
    second.onExit((exit) => exits.push(exit));
    expect(await second.inspect('p1')).toEqual({ status: 'running', ...pod });
    expect(await second.provision(podSpec(), untroubled)).toEqual(pod);
    await place.crash('p1');
    await eventually(() => exits.length > 0);
    expect(exits).toMatchObject([{ projectId: 'p1', generation: 1 }]);
  });

  it('removes everything of a project, also what was never there', async () => {
    const runtime = await place.open();
    await runtime.provision(podSpec(), untroubled);
    await runtime.delete('p1');
    expect(await place.runs('p1')).toBe(false);
    expect(await runtime.inspect('p1')).toBeUndefined();
    expect(await runtime.list()).toEqual([]);
    await runtime.delete('p1');
    await runtime.stop('never-there');
  });

  it('ends a start that is under way when it is told to stop, or is aborted', async () => {
    place.slowStarts();
    const runtime = await place.open();
    const stopped = expect(runtime.provision(podSpec(), untroubled)).rejects.toMatchObject({ code: 'aborted' });
    await eventually(() => place.runs('p1'));
    await runtime.stop('p1');
    await stopped;
    expect(await place.runs('p1')).toBe(false);

    const abort = new AbortController();
    const provisioned = runtime.provision(podSpec({ projectId: 'p2' }), { signal: abort.signal });
    const aborted = expect(provisioned).rejects.toBeInstanceOf(RuntimeError);
    await eventually(() => place.runs('p2'));
    abort.abort();
    await aborted;
    await eventually(async () => !(await place.runs('p2')));
  });

  it('starts nothing after it was closed', async () => {
    const runtime = await place.open();
    await runtime.close();
    await expect(runtime.provision(podSpec(), untroubled)).rejects.toMatchObject({ code: 'runtime_closed' });
  });

  it('shows the files of a workspace to who asks, and nothing else', async () => {
    const runtime = await place.open();
    await expect(runtime.look('p1', { path: '' })).rejects.toMatchObject({ code: 'pod_not_running' });
    await runtime.provision(podSpec({ origin: { source: 'empty' } }), untroubled);
    await place.write('p1', 'a.txt', 'a');
    const file = { kind: 'file', path: 'a.txt', size_bytes: 1, content: Buffer.from('a').toString('base64') };
    expect(await runtime.look('p1', { path: 'a.txt', offset: 0, limit: 10 })).toMatchObject(file);
  });

  it('gives no log where there was never a pod', async () => {
    expect(await (await place.open()).logs('never-there', { lines: 5 })).toEqual([]);
  });

  it('refuses ids that could be the name of something else', async () => {
    const runtime = await place.open();
    for (const projectId of ['../p1', 'P1', '', 'a/b']) {
      await expect(runtime.provision(podSpec({ projectId }), untroubled)).rejects.toThrow(TypeError);
      await expect(runtime.stop(projectId)).rejects.toThrow(TypeError);
    }
  });
});
