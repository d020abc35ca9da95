import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testDatabase, testServers, type TestDatabase } from '@podium/testing';
import { ensureStreams } from '@podium/jetstream';
import { connect, type NatsConnection } from 'nats';
import {
  baseConfigSchema,
  loadConfig,
  startService,
  type ManagedProjection,
  type ProjectionStatus,
  type RunningService,
} from '../index.ts';
import { projection, RecordingTransport, ThingsController, ThingsModule } from './things-service.ts';

let env: Record<string, string>;
let database: TestDatabase;
const running: RunningService[] = [];

beforeAll(async () => {
  const [servers, fresh] = await Promise.all([testServers(), testDatabase()]);
  database = fresh;
  env = { NATS_URL: servers.natsUrl, DATABASE_URL: database.url, PODIUM_SECRET: 'x'.repeat(32), LOG_LEVEL: 'silent' };
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.close()));
});

async function start(
  name: string,
  parts: { transport?: RecordingTransport; projection?: ManagedProjection; closeTimeoutSeconds?: number } = {},
): Promise<RunningService> {
  const service = await startService({
    name,
    config: loadConfig(baseConfigSchema, env),
    connect: ({ NATS_URL }) => connectByUrl(NATS_URL, name),
    dataSource: { schema: name.replace('-', '_'), entities: [] },
    module: () => ThingsModule,
    ...(parts.transport ? { transport: () => parts.transport as RecordingTransport } : {}),
    ...(parts.projection ? { projections: () => [parts.projection as ManagedProjection] } : {}),
    ...(parts.closeTimeoutSeconds ? { closeTimeoutSeconds: parts.closeTimeoutSeconds } : {}),
  });
  running.push(service);
  return service;
}

async function connectByUrl(url: string, name: string): Promise<NatsConnection> {
  const { host, username, password } = new URL(url);
  const nats = await connect({ servers: host, name, ...(username ? { user: username, pass: password } : {}) });
  await ensureStreams(nats);
  return nats;
}

async function ready(service: RunningService): Promise<{ status: number; body: { status: string; details: object } }> {
  const response = await fetch(service.healthUrl);
  return { status: response.status, body: (await response.json()) as { status: string; details: object } };
}

const json = { 'Content-Type': 'application/json' };

describe('a service', () => {
  it('is ready when NATS, PostgreSQL and its projections are, and lives even when they are not', async () => {
    const status: { -readonly [K in keyof ProjectionStatus]?: ProjectionStatus[K] } = {};
    const service = await start('ready-svc', {
      projection: { ...projection({}), status: async () => await projection(status).status() },
    });
    expect(await ready(service)).toMatchObject({
      status: 200,
      body: {
        status: 'ok',
        details: { nats: { status: 'up' }, postgres: { status: 'up' }, 'projection:things': { status: 'up', lag: 0 } },
      },
    });
    status.state = 'failed';
    status.error = 'can not fold TaskCreated';
    expect(await ready(service)).toMatchObject({
      status: 503,
      body: {
        status: 'error',
        details: { 'projection:things': { status: 'down', message: expect.stringContaining('TaskCreated') } },
      },
    });
    status.state = 'running';
    status.lag = 100_000;
    expect((await ready(service)).status).toBe(503);
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
  });

  it('shares nothing with another one of the same process', async () => {
    const [first, second] = await Promise.all([start('first-svc'), start('second-svc')]);
    expect(first.url).not.toBe(second.url);
    const answers = await Promise.all(
      [first, second].map(async ({ url }) => (await fetch(`${url}/things/schema`)).json()),
    );
    expect(answers).toEqual([
      { name: 'first_svc', big: Number.MAX_SAFE_INTEGER, secret: 32, nats: false },
      { name: 'second_svc', big: Number.MAX_SAFE_INTEGER, secret: 32, nats: false },
    ]);
    await first.close();
    expect((await ready(second)).status).toBe(200);
  });

  it('answers what does not fit as a problem', async () => {
    const { url } = await start('problem-svc');
    const post = async (text: string) => fetch(`${url}/things?x=1`, { method: 'POST', headers: json, body: text });

    const fine = await post('{"title":"a","nested":{"count":"3"}}');
    expect([fine.status, await fine.json()]).toEqual([201, { title: 'a', nested: { count: 3 } }]);

    const malformed = await post('{"title":');
    expect(malformed.headers.get('content-type')).toContain('application/problem+json');
    expect(await malformed.json()).toMatchObject({ status: 400, code: 'malformed_request', instance: '/things' });

    const invalid = await post('{"title":"","nested":{"count":"many"}}');
    expect(await invalid.json()).toMatchObject({
      type: 'urn:podium:problem:validation_failed',
      status: 422,
      code: 'validation_failed',
      errors: [
        { path: 'title', message: expect.any(String) },
        { path: 'nested.count', message: expect.any(String) },
      ],
    });
    expect((await post('')).status).toBe(422);
    expect((await post(JSON.stringify({ title: 'x'.repeat(2_000_000) }))).status).toBe(413);
    expect(await (await fetch(`${url}/nowhere`)).json()).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('answers failures by their code and tells nothing of its inside', async () => {
    const { url } = await start('failing-svc');
    const get = async (how: string) => fetch(`${url}/things/failing/${how}`);
    expect(await (await get('log')).json()).toMatchObject({ status: 503, code: 'log_unavailable' });
    const busy = await get('problem');
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '2']);
    const unknown = await get('else');
    expect(unknown.status).toBe(500);
    expect(await unknown.text()).not.toContain('1234');
  });

  it('ends in order: not ready, transport, application, projections, then what they need', async () => {
    const transport = new RecordingTransport();
    let drained = (): void => undefined;
    transport.drained = new Promise((resolve) => (drained = resolve));
    const calls: string[] = [];
    const service = await start('order-svc', { transport, projection: projection({}, calls) });
    expect([...transport.calls, ...calls]).toEqual(['listen', 'start']);

    ThingsController.shutdowns.length = 0;
    const closing = service.close();
    await eventually(() => transport.calls.includes('close'));
    expect(await ready(service)).toMatchObject({
      status: 503,
      body: { details: { service: { message: 'stopping' } } },
    });
    expect(calls).toEqual(['start']);
    drained();
    await closing;
    expect(calls).toEqual(['start', 'stop']);
    expect(ThingsController.shutdowns).toEqual(['true false']);
    await expect(fetch(service.healthUrl)).rejects.toThrow();
  });

  it('ends in time although a handler hangs and a request never gets its answer', async () => {
    const transport = new RecordingTransport();
    transport.drained = new Promise(() => undefined);
    const service = await start('hanging-svc', { transport, closeTimeoutSeconds: 1 });
    const request = fetch(`${service.url}/things/forever`).then(
      () => 'answered',
      () => 'cut',
    );
    const begun = performance.now();
    await service.close();
    expect(performance.now() - begun).toBeLessThan(4_000);
    expect(await request).toBe('cut');
  });

  it('ends what was up already when a later part does not start', async () => {
    const connections: NatsConnection[] = [];
    const config = { ...loadConfig(baseConfigSchema, env), DATABASE_URL: 'postgres://nobody:wrong@127.0.0.1:1/none' };
    const connectAndKeep = async () => {
      const connection = await connectByUrl(config.NATS_URL, 'broken');
      connections.push(connection);
      return connection;
    };
    const starting = startService({
      name: 'broken-svc',
      config,
      connect: connectAndKeep,
      dataSource: { schema: 'broken_svc', entities: [] },
      module: () => ThingsModule,
    });
    await expect(starting).rejects.toThrow('ECONNREFUSED');
    expect(connections.map((connection) => connection.isClosed())).toEqual([true]);
  });

  it('tells of its projections and of what its consumers have parked', async () => {
    const service = await start('telling-svc', { projection: projection({ lag: 7 }) });
    const nats = await connectByUrl(env['NATS_URL'] ?? '', 'test');
    await nats.jetstream().publish('prk.telling-svc.things', '{}');
    await nats.jetstream().publish('prk.other-svc.things', '{}');
    await nats.close();
    expect((await ready(service)).body).toMatchObject({
      status: 'ok',
      details: { parked: { status: 'up', things: 1 } },
    });
    const response = await fetch(`${service.url}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const lines = (await response.text()).split('\n');
    expect(lines).toContain('podium_projection_lag_facts{projection="things",service="telling-svc"} 7');
    expect(lines.filter((line) => line.startsWith('podium_parked_messages{'))).toEqual([
      'podium_parked_messages{consumer="things",service="telling-svc"} 1',
    ]);
  });
});
