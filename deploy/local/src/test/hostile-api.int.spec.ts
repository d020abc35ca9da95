import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start as startSessions } from '@podium/session-svc';
import { eventually } from '@podium/testing';
import { openDoor, type Door } from './door.ts';
import { hostileBodies, hostileHeaders, hostileTexts, oneOf, randomOf, type Random } from './hostile-values.ts';
import { OpenApi, type Operation } from './open-api.ts';
import { TestBoard } from './test-board.ts';

/** Longer than any answer that waits for another service; what takes longer hangs. */
const hangMs = 20_000;
/** Problems that are no mistakes of the gateway: there are no pods in this test, and positions that nobody has reached. */
const expectedCodes = new Set(['service_unavailable', 'read_model_behind', 'log_unavailable']);
const atOnce = 24;

let door: Door;
let sessions: Awaited<ReturnType<typeof startSessions>>;
let api: OpenApi;
let ids: readonly string[];
let survivor: TestBoard;

beforeAll(async () => {
  door = await openDoor();
  sessions = await startSessions(door.env);
  api = new OpenApi(await door.ok('GET', '/api/openapi.json'));
  survivor = await TestBoard.create(door);
  await survivor.newTask({ title: 'Still here' });
  const victim = await TestBoard.create(door);
  const task = await victim.newTask({ title: 'Of a project that may be deleted' });
  ids = [victim.project.split('/').at(-1) ?? '', task.id];
});
afterAll(async () => {
  await sessions.close();
  await door.close();
});

interface Attack {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
  readonly isStream: boolean;
}

interface Told {
  readonly attack: string;
  readonly status: number;
  readonly wrong: string;
}

/** As a browser or a program may write it into a path: bytes that are no UTF-8 as well. */
function inPath(text: string): string {
  const isWhole = !/\p{Surrogate}/u.test(text);
  return isWhole ? encodeURIComponent(text).slice(0, 3_000) : '%ED%A0%80';
}

function pathOf({ path, query }: Operation, random: Random, badness: number): string {
  const [projectId = '', taskId = ''] = ids;
  const known: Record<string, string> = { projectId, taskId };
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    random() < badness ? inPath(oneOf(hostileTexts, random)) : (known[name] ?? oneOf(ids, random)),
  );
  const asked = query
    .filter(() => random() < 0.5)
    .flatMap((name) => {
      const value = inPath(oneOf([...hostileTexts, ...ids, '1'], random));
      return oneOf([[`${name}=${value}`], [`${name}=${value}`, `${name}=2`], [`${name}[x]=${value}`], [name]], random);
    });
  return asked.length > 0 ? `${filled}?${asked.join('&')}` : filled;
}

function attackOn(operation: Operation, random: Random, number: number): Attack {
  const headers = random() < 0.4 ? oneOf(hostileHeaders, random) : {};
  const badness = [0, 0.1, 0.3, 1][number % 4] ?? 0;
  const path = pathOf(operation, random, badness / 2);
  const base = { method: operation.method, path, isStream: operation.isStream };
  if (operation.method === 'GET') return { ...base, headers, body: undefined };
  if (!operation.body || number % 5 === 4) {
    const [body, type] = oneOf(hostileBodies, random);
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    return { ...base, headers: { ...headers, ...(type === undefined ? {} : { 'content-type': type }) }, body: bytes };
  }
  const sample = JSON.stringify(api.sample(operation.body, random, badness, ids)) ?? '{}';
  return { ...base, headers: { ...headers, 'content-type': 'application/json' }, body: sample };
}

/** What is wrong with an answer; empty where nothing is. */
function faultOf(response: Response, text: string): string {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  if (response.status >= 400 && !isProblem) return `no problem: ${text.slice(0, 200)}`;
  const code = isProblem ? (JSON.parse(text) as { code: string }).code : '';
  if (response.status >= 500 && !expectedCodes.has(code)) return `${code}: ${text.slice(0, 300)}`;
  if (/node_modules|\bat \S+ \(|QueryFailed|SELECT |file:\/\//.test(text) && isProblem)
    return `tells too much: ${text}`;
  if (response.headers.get('x-content-type-options') !== 'nosniff') return 'may be sniffed';
  if (!response.headers.has('cache-control')) return 'may be kept by caches';
  return '';
}

async function carryOut({ method, path, headers, body, isStream }: Attack): Promise<Told> {
  const attack = `${method} ${path.slice(0, 200)} ${JSON.stringify(headers)} ${String(body).slice(0, 200)}`;
  const signal = AbortSignal.timeout(hangMs);
  try {
    const response = await fetch(door.url + path, {
      method,
      signal,
      redirect: 'manual',
      headers,
      ...(body && { body }),
    });
    const endless = isStream && response.status === 200;
    if (endless) await response.body?.cancel();
    return { attack, status: response.status, wrong: faultOf(response, endless ? '' : await response.text()) };
  } catch (error) {
    // What the client itself does not send is no attack.
    if (error instanceof TypeError && error.cause === undefined) return { attack, status: 0, wrong: '' };
    const { message, cause } = error as Error;
    return { attack, status: 0, wrong: `${message}: ${String(cause)}` };
  }
}

async function carryOutAll(attacks: readonly Attack[]): Promise<Told[]> {
  const told: Told[] = [];
  const waiting = [...attacks];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) told.push(await carryOut(next));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return told;
}

const deletesProject = ({ method, path }: Operation): boolean =>
  method === 'DELETE' && path === '/api/projects/{projectId}';

describe('every route of the API', () => {
  it('takes whatever is sent, and answers with what its document says or a problem', async () => {
    const seed = Number(process.env['TEST_SEED'] ?? 5);
    const random = randomOf(seed);
    const perRoute = Number(process.env['TEST_ATTACKS'] ?? 20);
    // What it is all done to is deleted last.
    const operations = api.operations.toSorted((a, b) => Number(deletesProject(a)) - Number(deletesProject(b)));
    const attacks = operations.flatMap((operation) =>
      Array.from({ length: perRoute }, (_, number) => attackOn(operation, random, number)),
    );
    const told = await carryOutAll(attacks);
    const wrong = told.filter((one) => one.wrong !== '').map(({ attack, wrong: why }) => `${why} <- ${attack}`);
    expect([seed, wrong]).toEqual([seed, []]);
    // It is no test of one check that refuses all.
    const statuses = new Set(told.map(({ status }) => status));
    for (const status of [200, 201, 404, 415, 422]) expect([status, statuses.has(status)]).toEqual([status, true]);
    expect(told.length).toBeGreaterThan(1_500);
  }, 300_000);

  it('stays usable for everybody else, and what was let in can be read', async () => {
    await eventually(async () => (await survivor.titles()).includes('Still here'));
    for (const service of [door.url, sessions.url]) {
      await eventually(async () => (await fetch(`${service}/health/ready`)).status === 200);
    }
    const { projects } = await door.ok('GET', '/api/projects');
    for (const { id } of projects as { id: string }[]) {
      for (const path of ['board', 'timeline', 'queue', 'tasks', 'usage']) {
        const { status } = await door.call('GET', `/api/projects/${id}/${path}`);
        expect([path, status]).toEqual([path, 200]);
      }
    }
    expect((await door.call('GET', '/api/events/export')).status).toBe(200);
  });

  it('knows HEAD and OPTIONS, and lets no page of another origin in', async () => {
    for (const { method, path, isStream } of api.operations) {
      const url = door.url + path.replaceAll(/\{\w+\}/g, 'any');
      const options = await fetch(url, { method: 'OPTIONS' });
      expect([path, options.status, options.headers.get('allow')]).toEqual([
        path,
        204,
        expect.stringContaining(method),
      ]);
      expect(options.headers.get('access-control-allow-origin')).toBeNull();
      const foreign = await fetch(url, { method: 'DELETE', headers: { 'sec-fetch-site': 'cross-site' } });
      expect([path, foreign.status]).toEqual([path, 403]);
      if (method !== 'GET' || isStream) continue;
      const head = await fetch(url, { method: 'HEAD' });
      expect([path, head.status < 500, await head.text()]).toEqual([path, true, '']);
    }
  });
});
