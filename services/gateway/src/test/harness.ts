import { connectToLog } from '@podium/jetstream';
import type { RunningService } from '@podium/service-kit';
import { freshNats, testDatabase, type FreshNats, type TestDatabase } from '@podium/testing';
import type { NatsConnection } from 'nats';
import { start } from '../index.ts';
import { StandIn } from './stand-in.ts';

/** A gateway on a log and a database of its own, with a stand-in for the services. */
export interface Harness {
  readonly nats: FreshNats;
  readonly nc: NatsConnection;
  readonly database: TestDatabase;
  readonly services: StandIn;
  gateway: RunningService;
  /** Calls the API; `path` begins with `/api`. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Starts the gateway again, on the same data. */
  restart(env?: Record<string, string>): Promise<void>;
  /** One more gateway, on the same log and database. The caller closes it. */
  replica(env?: Record<string, string>): Promise<RunningService>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export async function startHarness(extraEnv: Record<string, string> = {}): Promise<Harness> {
  const nats = await freshNats();
  const database = await testDatabase();
  const nc = await connectToLog({ url: nats.url, name: 'test' });
  const services = new StandIn(nc);
  services.start();
  // Gateways ask over other connections: the server has to know of who answers.
  await nc.flush();
  const environment = (more: Record<string, string>): Record<string, string> => ({
    NATS_URL: nats.url,
    DATABASE_URL: database.url,
    PODIUM_SECRET: 'a secret of sixteen characters or more',
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    PODIUM_WRITES_PER_SECOND: '100000',
    PODIUM_COSTLY_READS_PER_MINUTE: '100000',
    PODIUM_MESSAGES_PER_MINUTE: '100000',
    ...extraEnv,
    ...more,
  });
  const harness: Harness = {
    nats,
    nc,
    database,
    services,
    gateway: await start(environment({})),
    call: (...args) => call(harness.gateway.url, ...args),
    async restart(env = {}) {
      await harness.gateway.close();
      harness.gateway = await start(environment(env));
    },
    replica: (env = {}) => start(environment(env)),
    async close() {
      await harness.gateway.close();
      await nc.close();
      await database.drop();
      await nats.dispose();
    },
  };
  return harness;
}

async function call(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<Answer> {
  const isRaw = typeof body === 'string';
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text ? (JSON.parse(text) as Record<string, unknown>) : { text },
  };
}
