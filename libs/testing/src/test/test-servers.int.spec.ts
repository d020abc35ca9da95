import { afterEach, describe, expect, it } from '@jest/globals';
import { connect } from 'nats';
import pg from 'pg';
import { freshNats, testDatabase, testServers, type FreshNats } from '../index.ts';

describe('the servers of a test worker', () => {
  it('are the same for everybody who asks', async () => {
    const [first, second] = await Promise.all([testServers(), testServers()]);
    expect(second).toEqual(first);
  });

  it('let nobody in who does not know the password', async () => {
    const { natsUrl } = await testServers();
    await expect(connect({ servers: new URL(natsUrl).host, reconnect: false })).rejects.toMatchObject({
      code: 'AUTHORIZATION_VIOLATION',
    });
  });
});

describe('a test database', () => {
  it('is nobody else’s', async () => {
    const [mine, theirs] = await Promise.all([testDatabase(), testDatabase()]);
    await query(mine.url, 'CREATE TABLE things (id int)');
    await expect(query(theirs.url, 'SELECT * FROM things')).rejects.toThrow('does not exist');
    await Promise.all([mine.drop(), theirs.drop()]);
  });

  it('starts as a copy of its template, which is made once', async () => {
    let preparations = 0;
    const template = {
      name: 'with_things',
      prepare: async (url: string) => {
        preparations += 1;
        await query(url, 'CREATE TABLE things AS SELECT 7 AS id');
      },
    };
    const databases = await Promise.all([testDatabase(template), testDatabase(template), testDatabase(template)]);
    for (const { url } of databases) expect(await query(url, 'SELECT id FROM things')).toEqual([{ id: 7 }]);
    expect(preparations).toBe(1);
  });

  it('is prepared again after a preparation that failed', async () => {
    const name = 'failing_at_first';
    const failing = testDatabase({ name, prepare: () => Promise.reject(new Error('broken migration')) });
    await expect(failing).rejects.toThrow('broken migration');
    const { url } = await testDatabase({
      name,
      prepare: (template) => query(template, 'CREATE TABLE mended ()').then(() => undefined),
    });
    expect(await query(url, 'SELECT count(*)::int AS n FROM mended')).toEqual([{ n: 0 }]);
  });
});

describe('a fresh NATS server', () => {
  let server: FreshNats | undefined;
  afterEach(() => server?.dispose());

  it('keeps its URL and its streams when it is killed and started again', async () => {
    server = await freshNats({ syncInterval: 'always' });
    const { url, pid } = server;
    await withStreams(url, async (streams) => {
      await streams.add({ name: 'KEPT', subjects: ['kept'] });
    });
    await server.kill();
    await server.start();
    expect(server.url).toBe(url);
    expect(server.pid).not.toBe(pid);
    await withStreams(url, async (streams) => {
      expect((await streams.info('KEPT')).config.subjects).toEqual(['kept']);
    });
  });
});

type Streams = Awaited<ReturnType<Awaited<ReturnType<typeof connect>>['jetstreamManager']>>['streams'];

async function withStreams(url: string, work: (streams: Streams) => Promise<void>): Promise<void> {
  const { host, username, password } = new URL(url);
  const connection = await connect({ servers: host, user: username, pass: password });
  try {
    await work((await connection.jetstreamManager()).streams);
  } finally {
    await connection.close();
  }
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
