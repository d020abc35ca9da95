import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomOf } from './hostile-values.ts';
import { OpenApi, type Operation } from './open-api.ts';
import type { TeamMember } from './team-member.ts';
import { openTeam, type Team } from './team.ts';

/** In everything that Alice has, and in nothing that Bob is to see. */
const secret = 'TOP-SECRET';
const rounds = 4;

let team: Team;
let alice: TeamMember;
let bob: TeamMember;
let api: OpenApi;
/** Of Alice's project. */
let hers: Readonly<Record<string, string>>;
let herFacts: string;
/** Bob's own. */
let his: { readonly projectId: string; readonly taskId: string };

beforeAll(async () => {
  team = await openTeam();
  [alice, bob] = [await team.signIn('alice'), await team.signIn('bob')];
  api = new OpenApi(await bob.ok('GET', '/api/openapi.json'));
  const idOf = async (who: TeamMember, path: string, body: object): Promise<string> =>
    String((await who.ok('POST', path, body))['id']);
  const projectId = await idOf(alice, '/api/projects', { name: `${secret} project` });
  const project = `/api/projects/${projectId}`;
  const taskId = await idOf(alice, `${project}/tasks`, {
    title: `${secret} task`,
    description: secret,
    labels: [secret],
  });
  const commentId = await idOf(alice, `${project}/tasks/${taskId}/comments`, { text: secret });
  await alice.ok('PUT', `${project}/templates/t1`, { name: secret });
  await alice.ok('PUT', `${project}/views/v1`, { name: secret });
  const file = await alice.browser.fetch(`${team.urls[0]}${project}/attachments?name=${secret}.txt`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: secret,
  });
  const { id: attachmentId } = (await file.json()) as { id: string };
  await alice.ok('POST', `${project}/tasks/${taskId}/attachments`, { attachment_id: attachmentId });
  const started = await alice.ok('POST', `${project}/tasks/${taskId}/execute`, { prompt: secret });
  const sessionId = String(started['session_id']);
  hers = {
    projectId,
    taskId,
    commentId,
    attachmentId,
    sessionId,
    templateId: 't1',
    viewId: 'v1',
    dependencyId: taskId,
  };
  herFacts = await factsOf(alice, projectId);
  expect(herFacts).toContain(secret);
  const own = await idOf(bob, '/api/projects', { name: 'Own' });
  his = { projectId: own, taskId: await idOf(bob, `/api/projects/${own}/tasks`, { title: 'Own' }) };
});
afterAll(() => team.close());

/** As they are in the log. */
async function factsOf(who: TeamMember, projectId: string): Promise<string> {
  const { body } = await who.call('GET', `/api/events/export?project_id=${projectId}`);
  return String(body['text']);
}

/** Ids of Bob's own in the places of `own`, and of Alice's in all others. */
function pathOf({ path, query }: Operation, own: ReadonlySet<string>): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const mine = his[name as keyof typeof his];
    return own.has(name) && mine !== undefined ? mine : (hers[name] ?? 't1');
  });
  const asked = query
    .filter((name) => name.endsWith('_id'))
    .map((name) => {
      const id = name.slice(0, -'_id'.length);
      return `${name}=${hers[`${id}Id`] ?? hers['taskId'] ?? ''}`;
    });
  return asked.length > 0 ? `${filled}?${asked.join('&')}` : filled;
}

async function told({ method, body, isStream }: Operation, path: string, ids: readonly string[], seed: number) {
  const sent = body && JSON.stringify(api.sample(body, randomOf(seed), 0, ids));
  const response = await bob.browser.fetch(`${team.urls[0]}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(sent === undefined ? {} : { body: sent }),
  });
  const isEndless = isStream && response.status === 200;
  if (isEndless) await response.body?.cancel();
  return { status: response.status, text: isEndless ? '' : await response.text(), sent };
}

/** Whether what the path names is Alice's. A request is named by what it is about, in its query. */
function isAboutHers({ path }: Operation, own: ReadonlySet<string>): boolean {
  if (path.startsWith('/api/requests/') || !path.includes('{')) return false;
  return ![...own].some((name) => path.includes(`{${name}}`));
}

describe('a member of one project, with ids of another', () => {
  it.each([
    ['in every place', new Set<string>()],
    ['below the own project', new Set(['projectId'])],
    ['below an own task', new Set(['projectId', 'taskId'])],
  ])('%s is told nothing of it and changes nothing there', async (_, own) => {
    const ids = Object.values(hers);
    const isHarmless = ({ method, path }: Operation): boolean =>
      !(own.size > 0 && method === 'DELETE' && path === '/api/projects/{projectId}');
    for (const operation of api.operations.filter(isHarmless)) {
      const path = pathOf(operation, own);
      for (let round = 0; round < (operation.body ? rounds : 1); round += 1) {
        const { status, text, sent } = await told(operation, path, ids, round);
        const asked = `${operation.method} ${path} ${sent ?? ''}`;
        expect([asked, text.includes(secret)]).toEqual([asked, false]);
        // There are no pods here to ask.
        expect([asked, status === 503 || status < 500]).toEqual([asked, true]);
        if (isAboutHers(operation, own)) expect([asked, status]).toEqual([asked, 404]);
      }
    }
    const after = await factsOf(alice, hers['projectId'] ?? '');
    expect([after.startsWith(herFacts), after.includes(bob.actor)]).toEqual([true, false]);
    expect(await factsOf(bob, his.projectId)).not.toContain(secret);
    expect((await alice.call('GET', `/api/projects/${hers['projectId']}`)).status).toBe(200);
  });
});
