import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, type NatsConnection } from 'nats';
import pg from 'pg';
import {
  identifyProcess,
  isRunning,
  startNats,
  startPostgres,
  type NatsServer,
  type PostgresServer,
} from '../index.ts';

let directory: string;
const started: { kill(): Promise<void> }[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'podium servers with spaces '));
});

afterEach(async () => {
  for (const server of started.splice(0)) await server.kill();
  rmSync(directory, { recursive: true, force: true });
});

describe('an embedded NATS server', () => {
  it('keeps what was acknowledged when it is killed and started again', async () => {
    const first = await nats();
    await publish(first.url, 'kept');
    await first.kill();
    const second = await nats();
    expect(await messages(second.url)).toBe(1);
  });

  it('lets nobody in without its password', async () => {
    const { port } = await nats();
    await expect(connect({ port, reconnect: false })).rejects.toMatchObject({ code: 'AUTHORIZATION_VIOLATION' });
  });

  it('stops within three seconds and leaves no process', async () => {
    const server = await nats();
    const identity = server.identity;
    const startedAt = performance.now();
    await server.stop();
    expect(performance.now() - startedAt).toBeLessThan(3000);
    expect(isRunning(identity)).toBe(false);
  });

  it('is not started on a directory that another one uses', async () => {
    await nats();
    await expect(nats()).rejects.toMatchObject({ code: 'DIRECTORY_IN_USE' });
  });

  it('says what the server says when it cannot start', async () => {
    const starting = startNats({ storeDir: join(directory, 'nats'), configExtras: 'no_such_setting: 1' });
    await expect(starting).rejects.toMatchObject({
      code: 'SERVER_FAILED',
      message: expect.stringContaining('no_such_setting'),
    });
  });
});

describe('an embedded PostgreSQL', () => {
  it('keeps what was committed when it is killed and started again', async () => {
    const first = await postgres();
    await first.createDatabase('board');
    await query(first.url('board'), "CREATE TABLE cards AS SELECT 'kept' AS title");
    await first.kill();
    const second = await postgres();
    expect(await query(second.url('board'), 'SELECT title FROM cards')).toEqual([{ title: 'kept' }]);
  });

  it('starts although the process id of a killed server now belongs to another program', async () => {
    await (await postgres()).kill();
    const pidFile = join(directory, 'postgres', 'v18', 'postmaster.pid');
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    try {
      writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(stranger.pid)));
      const { url } = await postgres();
      expect(await query(url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      stranger.kill();
    }
  });

  it('starts while a connection of a killed server is still busy', async () => {
    const first = await postgres();
    const busy = new pg.Client({ connectionString: first.url('postgres') });
    busy.on('error', () => undefined);
    await busy.connect();
    const answer = busy.query('SELECT sum(n) FROM generate_series(1, 100000000000) n').catch((error: unknown) => error);
    // Only the server itself: its connections live on until they notice.
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    await first.stop();
    const { url } = await postgres();
    expect(await query(url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await answer).toBeInstanceOf(Error);
  });

  it('begins anew after a first start that was cut short', async () => {
    const dataDir = join(directory, 'postgres');
    await (await postgres()).stop();
    rmSync(join(dataDir, 'v18'), { recursive: true });
    mkdirSync(join(dataDir, 'v18.unfinished', 'base'), { recursive: true });
    const { url } = await postgres();
    expect(await query(url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(readdirSync(dataDir)).not.toContain('v18.unfinished');
  });

  it('lets nobody in without its password', async () => {
    const { host, port } = await postgres();
    const guess = query(`postgresql://podium:guess@${host}:${port}/postgres`, 'SELECT 1');
    await expect(guess).rejects.toMatchObject({ code: '28P01' });
  });

  it('takes the fixed port that it is asked for again after a restart', async () => {
    const first = await postgres();
    await first.stop();
    const second = await startPostgres({ dataDir: join(directory, 'postgres'), port: first.port });
    started.push(second);
    expect(second.url('postgres')).toBe(first.url('postgres'));
  });
});

describe('the servers of a process that was killed', () => {
  it('do not run on beside those of the next one', async () => {
    const owner = spawn(process.execPath, [ownerScript, directory], {
      // Without setpriv on the PATH the system does not end the servers with their owner, as on macOS.
      env: { ...process.env, NODE_OPTIONS: '', PATH: withoutSetpriv(directory) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pids = await new Promise<number[]>((resolve) => {
      owner.stdout.once('data', (line: Buffer) => resolve(JSON.parse(line.toString()) as number[]));
    });
    const orphans = pids.map(identifyProcess).filter((identity) => identity !== undefined);
    expect(orphans).toHaveLength(2);
    owner.kill('SIGKILL');
    await new Promise((resolve) => owner.once('exit', resolve));
    expect(orphans.filter(isRunning)).toHaveLength(2);
    const [bus, database] = await Promise.all([nats(), postgres()]);
    expect(await messages(bus.url)).toBe(1);
    expect(await query(database.url('board'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(orphans.filter(isRunning)).toEqual([]);
  });
});

const ownerScript = fileURLToPath(new URL('./doomed-owner.mjs', import.meta.url));

/** A folder with what the servers need to start, and no setpriv. */
function withoutSetpriv(parent: string): string {
  const folder = join(parent, 'bin');
  mkdirSync(folder);
  for (const program of ['sh', 'test', 'unshare', 'env']) {
    const found = (process.env['PATH'] ?? '').split(':').map((path) => join(path, program));
    const first = found.find((path) => existsSync(path));
    if (first !== undefined) symlinkSync(first, join(folder, program));
  }
  return folder;
}

async function nats(): Promise<NatsServer> {
  const server = await startNats({ storeDir: join(directory, 'nats') });
  started.push(server);
  return server;
}

async function postgres(): Promise<PostgresServer> {
  const server = await startPostgres({ dataDir: join(directory, 'postgres') });
  started.push(server);
  return server;
}

async function withNats<T>(url: string, work: (connection: NatsConnection) => Promise<T>): Promise<T> {
  const { host, username, password } = new URL(url);
  const connection = await connect({ servers: host, user: username, pass: password });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

function publish(url: string, text: string): Promise<void> {
  return withNats(url, async (connection) => {
    const manager = await connection.jetstreamManager();
    await manager.streams.add({ name: 'KEPT', subjects: ['kept'] });
    await connection.jetstream().publish('kept', text);
  });
}

function messages(url: string): Promise<number> {
  return withNats(
    url,
    async (connection) => (await (await connection.jetstreamManager()).streams.info('KEPT')).state.messages,
  );
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
