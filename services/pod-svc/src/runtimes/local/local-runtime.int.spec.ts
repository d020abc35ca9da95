import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@podium/testing';
import { ask, localRuntime, podSpec, removeFolder, temporaryFolder, untroubled } from '../../test/local-pods.ts';
import { podMarker } from '../opencode/opencode-environment.ts';
import type { PodExit } from '../runtime.ts';
import type { LocalRuntime } from './local-runtime.ts';
import { podFolder, type PodRecord } from './pod-folder.ts';
import { markedProcesses } from './process-table.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

describe('pods on this machine', () => {
  let dataPath: string;
  const opened: LocalRuntime[] = [];

  beforeEach(() => {
    dataPath = temporaryFolder();
  });

  afterEach(async () => {
    for (const runtime of opened.splice(0)) await runtime.close();
    const last = localRuntime(dataPath);
    for (const pod of await last.list()) await last.delete(pod.projectId);
    removeFolder(dataPath);
  });

  async function open(options: Parameters<typeof localRuntime>[1] = {}): Promise<LocalRuntime> {
    const runtime = localRuntime(dataPath, options);
    opened.push(runtime);
    await runtime.open();
    return runtime;
  }

  const recordOf = (projectId = 'p1'): PodRecord =>
    JSON.parse(readFileSync(podFolder(dataPath, projectId).record, 'utf8')) as PodRecord;
  const processesOf = (projectId = 'p1'): Promise<number[]> =>
    markedProcesses(podMarker, podFolder(dataPath, projectId).path);

  it('provides a server that lets in only who has the password, and leaves nothing behind when stopped', async () => {
    const runtime = await open();
    const pod = await runtime.provision(podSpec(), untroubled);

    expect(pod).toMatchObject({
      projectId: 'p1',
      generation: 1,
      workspacePath: join(dataPath, 'projects/p1/workspace'),
    });
    expect(await ask(pod.endpoint, '/global/health')).toMatchObject({ status: 200, body: { version: pod.version } });
    expect((await fetch(`${pod.endpoint}/global/health`)).status).toBe(401);
    expect(await ask(pod.endpoint, '/find?pattern=nothing-has-this')).toMatchObject({ status: 200, body: [] });
    expect(await runtime.inspect('p1')).toMatchObject({ status: 'running', endpoint: pod.endpoint });

    await runtime.stop('p1');
    expect(await processesOf()).toEqual([]);
    await expect(fetch(`${pod.endpoint}/global/health`)).rejects.toThrow();
    expect(await runtime.inspect('p1')).toEqual({ status: 'stopped', projectId: 'p1' });
  });

  it('answers a repeated order with the pod that is there, and replaces one of an older generation', async () => {
    const runtime = await open();
    const first = await runtime.provision(podSpec(), untroubled);
    expect(await runtime.provision(podSpec(), untroubled)).toEqual(first);

    const pid = recordOf().pid;
    const second = await runtime.provision(podSpec({ generation: 2 }), untroubled);
    expect(second.generation).toBe(2);
    expect(recordOf().pid).not.toBe(pid);
    expect(await processesOf()).not.toContain(pid);
  });

  it('tells once that a pod was killed, and takes the commands of its agent along', async () => {
    const runtime = await open();
    const exits: PodExit[] = [];
    runtime.onExit((exit) => exits.push(exit));
    const pod = await runtime.provision(podSpec(), untroubled);
    const headers = { authorization: `Basic ${Buffer.from('opencode:password-of-p1').toString('base64')}` };
    const pty = await fetch(`${pod.endpoint}/pty?directory=${encodeURIComponent(pod.workspacePath)}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ command: '/bin/sh', args: ['-c', 'trap "" HUP TERM; while :; do sleep 1; done'] }),
    });
    const { pid: commandPid } = (await pty.json()) as { pid: number };
    await eventually(async () => (await processesOf()).includes(commandPid));

    process.kill(recordOf().pid, 'SIGKILL');
    await eventually(() => exits.length > 0);
    expect(exits).toEqual([{ projectId: 'p1', generation: 1, message: 'signal SIGKILL' }]);
    expect(await processesOf()).toEqual([]);
    expect(await runtime.inspect('p1')).toEqual({ status: 'exited', projectId: 'p1', generation: 1 });
  });

  it('adopts the pods of a service that was killed, and notices their end as well', async () => {
    const first = await open();
    const pod = await first.provision(podSpec(), untroubled);
    await first.close();
    const pid = recordOf().pid;

    const second = await open();
    const exits: PodExit[] = [];
    second.onExit((exit) => exits.push(exit));
    expect(await second.inspect('p1')).toEqual({ status: 'running', ...pod });
    expect(await second.provision(podSpec(), untroubled)).toEqual(pod);
    expect(recordOf().pid).toBe(pid);

    process.kill(pid, 'SIGKILL');
    await eventually(() => exits.length > 0);
    expect(exits[0]).toMatchObject({ projectId: 'p1', generation: 1 });
  });

  it('does not adopt a pod that was started with another password', async () => {
    const first = await open();
    await first.provision(podSpec(), untroubled);
    await first.close();
    const second = await open({ passwordOf: () => 'another' });
    expect(await processesOf()).toEqual([]);
    expect(await second.inspect('p1')).toMatchObject({ status: 'exited' });
  });

  it('makes a workspace again that was deleted', async () => {
    const runtime = await open();
    await runtime.provision(podSpec({ origin: { source: 'sample' } }), untroubled);
    await runtime.stop('p1');
    removeFolder(podFolder(dataPath, 'p1').workspace);
    const pod = await runtime.provision(podSpec({ generation: 2, origin: { source: 'sample' } }), untroubled);
    expect(existsSync(join(pod.workspacePath, 'package.json'))).toBe(true);
    expect(existsSync(join(pod.workspacePath, 'README.md'))).toBe(false);
    await runtime.delete('p1');
    expect(existsSync(podFolder(dataPath, 'p1').path)).toBe(false);
    expect(await runtime.inspect('p1')).toBeUndefined();
  });

  it('ends a start that is under way when it is told to stop', async () => {
    const runtime = await open();
    const provisioned = runtime.provision(podSpec(), untroubled);
    const failure = expect(provisioned).rejects.toMatchObject({ name: 'RuntimeError', code: 'aborted' });
    await eventually(async () => (await processesOf()).length > 0);
    await runtime.stop('p1');
    await failure;
    expect(await processesOf()).toEqual([]);
  });

  it('says why a server does not start, in its own last words', async () => {
    const broken = join(dataPath, 'broken');
    writeFileSync(broken, '#!/bin/sh\necho "no such luck" >&2\nexit 3\n');
    chmodSync(broken, 0o755);
    const runtime = await open({ opencodeProgram: broken });
    await expect(runtime.provision(podSpec(), untroubled)).rejects.toMatchObject({
      code: 'start_failed',
      message: expect.stringMatching(/exit code 3.*no such luck/),
    });
    writeFileSync(broken, '#!/bin/sh\necho "thinking"\nsleep 600\n');
    const slow = await open({ opencodeProgram: broken, startTimeoutSeconds: 2 });
    await expect(slow.provision(podSpec(), untroubled)).rejects.toMatchObject({
      code: 'start_timeout',
      message: expect.stringContaining('thinking'),
    });
    expect(await processesOf()).toEqual([]);
  });

  it('hides what the service knows from the agent', async () => {
    process.env['PODIUM_TEST_SECRET'] = 'known to the service';
    const runtime = await open();
    await runtime.provision(podSpec(), untroubled);
    delete process.env['PODIUM_TEST_SECRET'];
    const environment = readFileSync(`/proc/${recordOf().pid}/environ`, 'utf8');
    expect(environment).toContain(`HOME=${dataPath}/projects/p1/home`);
    expect(environment).not.toContain('known to the service');
  });

  it('ends processes that belong to no pod, and none of one that runs', async () => {
    const runtime = await open();
    await runtime.provision(podSpec(), untroubled);
    const folder = podFolder(dataPath, 'left-behind');
    const stray = spawn('sleep', ['600'], { env: { PATH: process.env['PATH'], [podMarker]: folder.path } });
    await once(stray, 'spawn');
    await eventually(async () => (await processesOf('left-behind')).length === 1);

    expect(await runtime.clearStrays()).toEqual([{ projectId: 'left-behind', processes: 1 }]);
    expect(await processesOf('left-behind')).toEqual([]);
    expect((await processesOf()).length).toBeGreaterThan(0);
    expect(await runtime.clearStrays()).toEqual([]);
  });
});
