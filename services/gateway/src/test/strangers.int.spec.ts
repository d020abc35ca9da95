import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { MemberRole } from '@podium/proto';
import { eventually } from '@podium/testing';
import type { Browser } from '@podium/testing/identity-provider';
import { LiveGateway } from '../live/live.gateway.ts';
import { connectClient, type TestClient } from './live-client.ts';
import { startOidcHarness, type OidcHarness } from './oidc-harness.ts';

/** Routes that show nothing of any project. Whoever adds one here says that it can't tell a stranger anything. */
const withoutProjects = new Set([
  'POST /api/projects',
  'POST /api/invitations/accept',
  'GET /api/system',
  'GET /api/openapi.json',
  'GET /api/me',
]);
/** Routes about all projects of a person. */
const aboutMine = new Set([
  'GET /api/projects',
  'GET /api/inbox',
  'GET /api/usage',
  'GET /api/events',
  'GET /api/events/export',
]);
/** Messages that only end what was let in before. */
const endings = new Set(['unsubscribe', 'output-stop']);

let harness: OidcHarness;
let owner: Browser;
let member: Browser;
let stranger: Browser;
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  harness = await startOidcHarness();
  [owner, member, stranger] = await Promise.all([
    harness.signIn('owner'),
    harness.signIn('member'),
    harness.signIn('stranger'),
  ]);
  const { id: projectId } = await post('/api/projects', { name: 'Private project' });
  const path = `/api/projects/${String(projectId)}/tasks`;
  const { id: taskId } = await post(path, { title: 'Private task' });
  const { session_id: sessionId } = await post(`${path}/${String(taskId)}/execute`, {});
  ids = { projectId: String(projectId), taskId: String(taskId), sessionId: String(sessionId) };
  const { actor } = (await (await member.fetch(`${harness.publicUrl}/api/me`)).json()) as { actor: string };
  await harness.services.append({ projectId: String(projectId), context: 'project', id: String(projectId) }, [
    fact('podium.project.v1.ProjectMemberAdded', {
      projectId: String(projectId),
      member: actor,
      displayName: 'Member',
      role: MemberRole.MEMBER,
      invitationId: 'i1',
    }),
  ]);
  await eventually(
    async () => (await member.fetch(`${harness.publicUrl}/api/sessions/${String(sessionId)}`)).status === 200,
  );
});
afterAll(async () => {
  await harness.close();
  await harness.provider.close();
});

async function post(path: string, body: object): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' };
  const response = await owner.fetch(harness.publicUrl + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await response.json()) as Record<string, unknown>;
}

/** All routes of the OpenAPI document, as `GET /api/projects/{projectId}`. */
async function routes(): Promise<string[]> {
  const response = await stranger.fetch(`${harness.publicUrl}/api/openapi.json`);
  const { paths } = (await response.json()) as { paths: Record<string, object> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

/** The answer to a route about what only its members may see; without the end of streams. */
async function ask(browser: Browser, route: string): Promise<{ status: number; code: unknown }> {
  const [method = '', template = ''] = route.split(' ');
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'any');
  const query = path === '/api/requests/any' ? `?of=${ids['projectId']}/project/${ids['projectId']}` : '';
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' };
  const headers = { 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(60_000);
  const response = await browser.fetch(harness.publicUrl + path + query, { method, headers, signal, ...body });
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  const { code } = isProblem ? ((await response.json()) as { code?: string }) : {};
  if (!isProblem) await response.body?.cancel();
  return { status: response.status, code };
}

/** How a stranger is answered: as if what the path names were not there. */
function refusalOf(route: string): { status: number; code: string } {
  const resource = /^\S+ \/api\/(tasks|sessions)\//.exec(route)?.[1]?.slice(0, -1) ?? 'project';
  return { status: 404, code: `${resource}_not_found` };
}

describe('a stranger', () => {
  it('is told by every route of the API that there is nothing', async () => {
    const closed = (await routes()).filter((route) => !withoutProjects.has(route) && !aboutMine.has(route));
    expect(closed.length).toBeGreaterThan(60);
    for (const route of closed) expect([route, await ask(stranger, route)]).toEqual([route, refusalOf(route)]);
  });

  it('is not told so where a member is answered', async () => {
    const reads = (await routes()).filter((route) => route.startsWith('GET ') && !withoutProjects.has(route));
    for (const route of reads) {
      const { code } = await ask(member, route);
      expect([route, code]).not.toEqual([route, refusalOf(route).code]);
    }
  });

  it('sees nothing of it in what is about all of their projects', async () => {
    for (const path of ['/api/projects', '/api/inbox', '/api/usage', '/api/events/export']) {
      const [theirs, ours] = await Promise.all([stranger, member].map((each) => each.fetch(harness.publicUrl + path)));
      const text = (await theirs?.text()) ?? '';
      for (const id of Object.values(ids)) expect(text).not.toContain(id);
      expect([path, theirs?.status, ours?.status]).toEqual([path, 200, 200]);
      const oursText = (await ours?.text()) ?? '';
      if (path === '/api/projects' || path === '/api/events/export') expect(oursText).toContain(ids['projectId']);
    }
    for (const path of ['events', 'events/export']) {
      const named = await stranger.fetch(`${harness.publicUrl}/api/${path}?project_id=${ids['projectId']}&after=0`);
      expect([path, named.status]).toEqual([path, 404]);
    }
  });

  it('gets nothing of it in a stream of all facts', async () => {
    const abort = new AbortController();
    const response = await stranger.fetch(`${harness.publicUrl}/api/events?after=0`, { signal: abort.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const { id } = (await (
      await stranger.fetch(`${harness.publicUrl}/api/projects`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Own' }),
      })
    ).json()) as { id: string };
    let text = '';
    while (!text.includes(id)) text += (await reader?.read())?.value ?? '';
    expect(text).not.toContain(ids['projectId']);
    abort.abort();
  });
});

describe('the socket of a stranger', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await connectClient(harness.publicUrl, { cookie: stranger.cookieFor(harness.publicUrl) });
  });
  afterAll(() => client.close());

  it('is refused by every message that names a project', async () => {
    const messages = Object.values(Object.getOwnPropertyDescriptors(LiveGateway.prototype)).flatMap(({ value }) => {
      const name: unknown = typeof value === 'function' ? Reflect.getMetadata('message', value) : undefined;
      return typeof name === 'string' && !endings.has(name) ? [name] : [];
    });
    expect(messages).toEqual(expect.arrayContaining(['subscribe', 'output', 'steps', 'watch']));
    for (const message of messages) {
      const answer = await client.ask(message, { ...ids });
      expect([message, answer]).toMatchObject([message, { error: { status: 404, code: 'project_not_found' } }]);
    }
  });

  it('gets no facts of it, old or new', async () => {
    await client.ask('subscribe', { after: 0 });
    await eventually(() => client.synced.length > 0);
    await post(`/api/projects/${ids['projectId']}/tasks`, { title: 'Another private task' });
    await stranger.fetch(`${harness.publicUrl}/api/projects`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Own' }),
    });
    await eventually(() => client.facts.some(({ type }) => type === 'podium.project.v1.ProjectCreated'));
    expect(JSON.stringify(client.facts)).not.toContain(ids['projectId']);
  });
});
