import { start as startGateway } from '@podium/gateway';
import { start as startProjects } from '@podium/project-svc';
import { start as startTasks } from '@podium/task-svc';
import { freshNats, testDatabase } from '@podium/testing';

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  // A test reads whatever it expects; what is not there fails it.
  readonly body: Record<string, unknown>;
}

/** The gateway in front of the real services that decide about projects and tasks. No agents, no pods. */
export interface Door {
  readonly url: string;
  /** The log that the services share. */
  readonly natsUrl: string;
  /** What the services and the gateway were started with. */
  readonly env: Readonly<Record<string, string>>;
  /** Calls the API. `path` begins with `/api`; reads contain what was written through this door before. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
  /** The same, and throws for a problem. */
  ok(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** What services are started with in tests, whose limits are out of the way of many requests at once. */
export function serviceEnvironment(natsUrl: string, databaseUrl: string): Readonly<Record<string, string>> {
  return {
    NATS_URL: natsUrl,
    DATABASE_URL: databaseUrl,
    PODIUM_SECRET: 'a secret of sixteen characters or more',
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    PODIUM_WRITES_PER_SECOND: '100000',
    PODIUM_COSTLY_READS_PER_MINUTE: '100000',
    PODIUM_MESSAGES_PER_MINUTE: '100000',
  };
}

export async function openDoor(): Promise<Door> {
  const nats = await freshNats();
  const database = await testDatabase();
  const env = serviceEnvironment(nats.url, database.url);
  const services = await Promise.all([startProjects(env), startTasks(env)]);
  const gateway = await startGateway(env);
  const call = caller(gateway.url);
  return {
    url: gateway.url,
    natsUrl: nats.url,
    env,
    call,
    async ok(...request) {
      const { status, body } = await call(...request);
      if (status >= 300) throw new Error(`${request[0]} ${request[1]}: ${status} ${JSON.stringify(body)}`);
      return body;
    },
    async close() {
      await gateway.close();
      await Promise.all(services.map((service) => service.close()));
      await database.drop();
      await nats.dispose();
    },
  };
}

/** Calls the gateway there. */
export function caller(url: string): Door['call'] {
  let written = 0;
  return async (method, path, body, headers = {}) => {
    const isJson = body !== undefined && !(body instanceof Uint8Array) && typeof body !== 'string';
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(isJson ? { 'content-type': 'application/json' } : {}),
        ...(method === 'GET' ? { 'if-position': String(written) } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : (body as BodyInit) }),
    });
    written = Math.max(written, Number(response.headers.get('podium-position') ?? 0));
    const text = await response.text();
    const isJsonAnswer = /[/+]json/.test(response.headers.get('content-type') ?? '');
    const parsed = isJsonAnswer && text ? (JSON.parse(text) as Record<string, unknown>) : { text };
    return { status: response.status, headers: response.headers, body: parsed };
  };
}
