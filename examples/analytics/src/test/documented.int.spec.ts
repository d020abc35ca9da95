import { execFile, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { transformSync } from '@swc/core';
import { connectToNats, ensureStreams, JetStreamEventLog } from '@podium/jetstream';
import { eventually, freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import { factOf } from './facts.ts';

jest.setTimeout(120_000);

const repository = fileURLToPath(new URL('../../../..', import.meta.url));
let server: FreshNats;
let nc: NatsConnection;
let directory: string;

beforeAll(async () => {
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'documented.int' });
  await ensureStreams(nc);
  // Inside of the repository, so that the program finds its packages.
  directory = mkdtempSync(join(repository, 'node_modules/.podium-documented-'));
});

afterAll(async () => {
  await nc.close();
  await server.dispose();
  rmSync(directory, { recursive: true, force: true });
});

function minimalProgram(): string {
  const [, source] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(repository, 'docs/consumers.md'), 'utf8')) ?? [];
  if (!source) throw new Error('docs/consumers.md has no program');
  const path = join(directory, 'program.mjs');
  writeFileSync(path, transformSync(source, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }).code);
  return path;
}

describe('The minimal program of docs/consumers.md', () => {
  it('shows the facts of tasks, and goes on where it was', async () => {
    const program = minimalProgram();
    let output = '';
    const start = (): ChildProcess => {
      const child = execFile(process.execPath, [program], { env: { ...process.env, NATS_URL: server.url } });
      child.stdout?.on('data', (text: string) => (output += text));
      return child;
    };
    const stop = async (child: ChildProcess): Promise<void> => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    };
    const log = new JetStreamEventLog(nc);
    const task = { projectId: 'project-1', context: 'task', id: 'task-1' } as const;
    await log.append(task, 0, [factOf(task, 'created', new Date(0))]);

    const first = start();
    await eventually(() =>
      output.includes('1 1970-01-01T00:00:00.000Z podium.task.v1.TaskCreated project-1/task/task-1'),
    );
    const { consumers } = await nc.jetstreamManager();
    await eventually(async () => (await consumers.info('EVENTS', 'hello')).num_ack_pending === 0);
    await stop(first);

    output = '';
    await log.append(task, 1, [factOf(task, 'started', new Date(0))]);
    const second = start();
    await eventually(() => output.includes('2 1970-01-01T00:00:00.000Z podium.task.v1.TaskExecutionStarted'));
    expect(output).not.toContain('TaskCreated');
    await stop(second);
  });
});
