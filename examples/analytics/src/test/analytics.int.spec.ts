import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { connectToNats, ensureStreams, JetStreamEventLog } from '@podium/jetstream';
import { eventually, freshNats, type FreshNats } from '@podium/testing';
import { createInbox, type Msg, type NatsConnection } from 'nats';
import { CheckpointFile, Metrics, runAnalytics, type AnalyticsOptions, type Fact, type Snapshot } from '../index.ts';
import { factOf, type Step } from './facts.ts';

jest.setTimeout(120_000);

const workspace = fileURLToPath(new URL('../..', import.meta.url));
const life: readonly Step[] = ['created', 'started', 'stopped', 'started', 'completed', 'accepted'];
const begin = Date.parse('2026-03-01T00:00:00.000Z');

let server: FreshNats;
let nc: NatsConnection;
let directory: string;
let path: string;
/** What the numbers have to be: the plain fold of what was written, in the order of the log. */
let expected: Metrics;
let taskCount = 0;

beforeAll(async () => {
  execFileSync(process.execPath, [join(workspace, '../../node_modules/typescript/bin/tsc'), '-b', workspace]);
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'analytics.int' });
  await ensureStreams(nc);
  expected = new Metrics();
});

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'podium-analytics-'));
  path = join(directory, 'analytics.json');
});

const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  rmSync(directory, { recursive: true, force: true });
});

afterAll(async () => {
  await nc.close();
  await server.dispose();
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Whole lives of so many tasks, each a minute longer than the one before. */
async function write(tasks: number): Promise<void> {
  const log = new JetStreamEventLog(nc, { giveUpAfterSeconds: 30 });
  for (let end = taskCount + tasks; taskCount < end; taskCount += 1) {
    const task = { projectId: 'project-1', context: 'task', id: `task-${taskCount}` } as const;
    let last = 0;
    for (const [index, step] of life.entries()) {
      const fact = factOf(task, step, new Date(begin + (taskCount * 60 + index * taskCount) * 60_000));
      last = await log.append(task, last, [fact]);
      expected.apply(fact as Fact, last);
    }
  }
}

const saved = (): Snapshot => JSON.parse(readFileSync(path, 'utf8')) as Snapshot;

async function position(): Promise<number> {
  return (await new CheckpointFile(path).load())?.position ?? 0;
}

function startProgram(): ChildProcess {
  const env = { ...process.env, NATS_URL: server.url, ANALYTICS_FILE: path, ANALYTICS_CONSUMER: 'killed' };
  const child = spawn(process.execPath, [join(workspace, 'dist/main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

/** Runs in this process until the log is read, or until told to stop. */
async function run(options: Partial<AnalyticsOptions> = {}): Promise<void> {
  const stopping = new AbortController();
  const signal = options.signal ? AbortSignal.any([stopping.signal, options.signal]) : stopping.signal;
  await runAnalytics(nc, {
    durable: 'here',
    checkpoint: new CheckpointFile(path),
    saveEvery: 7,
    ...options,
    signal,
    onSaved: (snapshot, isCaughtUp) => {
      options.onSaved?.(snapshot, isCaughtUp);
      if (snapshot.position >= expected.position) stopping.abort();
    },
  });
}

describe('runAnalytics', () => {
  it('computes from the log alone, and goes on after a restart', async () => {
    await write(20);
    await run();
    expect(saved()).toEqual(expected.snapshot());
    await write(5);
    await run();
    expect(saved()).toEqual(expected.snapshot());
    expect(Object.values(saved().days).reduce((sum, { done }) => sum + done, 0)).toBe(25);
  });

  it('tells the server how far it is', async () => {
    await write(1);
    await run();
    const { consumers } = await nc.jetstreamManager();
    await eventually(async () => (await consumers.info('EVENTS', 'here')).ack_floor.stream_seq === expected.position);
  });

  it('is told at once where there is nothing new', async () => {
    await run();
    const told: number[] = [];
    await run({ onSaved: (snapshot) => told.push(snapshot.position) });
    expect(told).toEqual([expected.position]);
  });

  it('counts once what the server sends twice', async () => {
    await write(10);
    const { consumers } = await nc.jetstreamManager();
    let wasRepeated = false;
    /** Saves only when the server has lost its patience and sent again what it had sent; more facts come after that. */
    class SlowFile extends CheckpointFile {
      override async save(snapshot: Snapshot): Promise<void> {
        if (!wasRepeated) {
          wasRepeated = await eventually(async () => (await consumers.info('EVENTS', 'here')).num_redelivered > 0);
          await write(1);
        }
        await super.save(snapshot);
      }
    }
    await run({ ackWaitSeconds: 0.1, checkpoint: new SlowFile(path) });
    expect(wasRepeated).toBe(true);
    expect(saved()).toEqual(expected.snapshot());
  });

  it('notices when a delivery went elsewhere, and reads it again', async () => {
    await write(300);
    let stolen = 0;
    const isFact = (message: Msg): boolean => message.data.length > 0;
    const thief = nc.subscribe(createInbox(), { callback: (_error, message) => (stolen += isFact(message) ? 1 : 0) });
    let savings = 0;
    await run({
      onSaved: () => {
        savings += 1;
        const request = JSON.stringify({ batch: 5, expires: 1_000_000_000 });
        if (savings < 50) nc.publish('$JS.API.CONSUMER.MSG.NEXT.EVENTS.here', request, { reply: thief.getSubject() });
      },
    });
    thief.unsubscribe();
    expect(stolen).toBeGreaterThan(0);
    expect(saved()).toEqual(expected.snapshot());
  });

  it('refuses a checkpoint that it can not read, rather than count from the start', async () => {
    writeFileSync(path, '{"position": 1');
    await expect(run()).rejects.toThrow(SyntaxError);
  });
});

describe('runAnalytics without the log', () => {
  it('says so instead of waiting for ever', async () => {
    const empty = await freshNats();
    const connection = await connectToNats({ url: empty.url, name: 'analytics.int' });
    const options = { durable: 'here', checkpoint: new CheckpointFile(path), signal: new AbortController().signal };
    await expect(runAnalytics(connection, options)).rejects.toThrow('stream not found');
    await connection.close();
    await empty.dispose();
  });
});

describe('The program', () => {
  it('has the same numbers however often it is killed, also with the server', async () => {
    for (let round = 0; round < 12; round += 1) {
      const before = await position();
      const child = startProgram();
      await write(15);
      if (round === 6) {
        await server.kill();
        await server.start();
      }
      // Killed while it reads: sooner or later after its first saving of this round.
      await eventually(async () => (await position()) > before);
      await write(round % 4);
      await kill(child);
    }
    const last = startProgram();
    await eventually(async () => (await position()) === expected.position, { timeoutSeconds: 60 });
    await kill(last);
    expect(saved()).toEqual(expected.snapshot());
  });

  it('reports once and ends', () => {
    const env = { ...process.env, NATS_URL: server.url, ANALYTICS_FILE: path, ANALYTICS_CONSUMER: 'once' };
    const program = [join(workspace, 'dist/main.js'), '--once'];
    const report = JSON.parse(
      execFileSync(process.execPath, program, { env, encoding: 'utf8', timeout: 30_000 }),
    ) as Snapshot;
    expect(report.position).toBe(expected.position);
    expect(execFileSync(process.execPath, program, { env, encoding: 'utf8', timeout: 30_000 })).toBe(
      `${JSON.stringify(report)}\n`,
    );
  });
});
