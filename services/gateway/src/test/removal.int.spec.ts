import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { factSubject, OutputLog } from '@podium/jetstream';
import { MemberRole, OutputKind, type OutputChunk } from '@podium/proto';
import type { RunningService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import type { Browser } from '@podium/testing/identity-provider';
import { connectClient, type TestClient } from './live-client.ts';
import { startOidcHarness, type OidcHarness } from './oidc-harness.ts';

let harness: OidcHarness;
let other: RunningService;
let owner: Browser;
let member: Browser;
let projectId: string;

beforeAll(async () => {
  harness = await startOidcHarness();
  other = await harness.replica({ HTTP_PORT: '0' });
  [owner, member] = await Promise.all([harness.signIn('owner'), harness.signIn('member')]);
  const created = await owner.fetch(`${harness.publicUrl}/api/projects`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Private project' }),
  });
  projectId = ((await created.json()) as { id: string }).id;
});
afterAll(async () => {
  await other.close();
  await harness.close();
  await harness.provider.close();
});

async function actorOf(browser: Browser): Promise<string> {
  return ((await (await browser.fetch(`${harness.publicUrl}/api/me`)).json()) as { actor: string }).actor;
}

async function appendToProject(...facts: ReturnType<typeof fact>[]): Promise<void> {
  await harness.services.append({ projectId, context: 'project', id: projectId }, facts);
}

/** Follows all there is to follow, and remembers what it was told. */
async function follower(url: string, browser: Browser): Promise<{ client: TestClient; steps: unknown[] }> {
  const client = await connectClient(url, { cookie: browser.cookieFor(harness.publicUrl) });
  const steps: unknown[] = [];
  client.socket.on('step', (step: unknown) => steps.push(step));
  for (const message of ['subscribe', 'steps', 'watch']) {
    await eventually(async () => !('error' in (await client.ask(message, { projectId }))));
  }
  await client.ask('output', { projectId, sessionId: 's1' });
  return { client, steps };
}

const text = (number: number): OutputChunk => ({
  sessionId: 's1',
  number,
  kind: OutputKind.TEXT,
  text: `word ${number}`,
  time: '2026-01-01T00:00:00.000Z',
  partOffset: 0,
});

describe('a member who is removed', () => {
  it('is shown nothing of the project from then on, by any gateway', async () => {
    const actor = await actorOf(member);
    const added = { projectId, member: actor, displayName: 'Member', role: MemberRole.MEMBER, invitationId: 'i1' };
    await appendToProject(fact('podium.project.v1.ProjectMemberAdded', added));
    const output = new OutputLog(harness.nc);
    const removed = await Promise.all([harness.publicUrl, other.url].map((url) => follower(url, member)));
    const stays = await follower(other.url, owner);
    const headers = { cookie: member.cookieFor(harness.publicUrl) };
    const streams = await Promise.all(
      [harness.publicUrl, other.url].map((url) => fetch(`${url}/api/events?project_id=${projectId}`, { headers })),
    );
    expect(streams.map(({ status }) => status)).toEqual([200, 200]);
    let last = await output.append(projectId, 's1', [text(1)], 0);
    for (const { client, steps } of [...removed, stays]) {
      await eventually(() => client.chunks.length === 1 && steps.length > 0);
    }

    await appendToProject(fact('podium.project.v1.ProjectMemberRemoved', { projectId, member: actor }));
    for (const stream of streams) await expect(stream.text()).rejects.toThrow();
    const seen = removed.map(({ client, steps }) => [client.chunks.length, steps.length]);
    const position = stays.client.facts.at(-1)?.position ?? 0;
    await appendToProject(fact('podium.project.v1.ProjectEdited', { projectId, name: 'Secret name' }));
    last = await output.append(projectId, 's1', [text(2)], last);
    await output.append(projectId, 's1', [text(3)], last);
    await eventually(() => stays.client.chunks.length === 3 && stays.steps.length > 1);
    await eventually(() => (stays.client.facts.at(-1)?.position ?? 0) > position);
    for (const [index, { client, steps }] of removed.entries()) {
      // Its answer comes behind everything that was sent before it.
      for (const message of ['subscribe', 'steps', 'watch', 'output']) {
        const answer = await client.ask(message, { projectId, sessionId: 's1' });
        expect([message, answer]).toMatchObject([message, { error: { status: 404 } }]);
      }
      expect([client.chunks.length, steps.length]).toEqual(seen[index]);
      expect(JSON.stringify(client.facts)).not.toContain('Secret name');
      client.close();
    }
    stays.client.close();
  });
});

describe('something among a project’s own facts that can’t be read', () => {
  it('may have removed anybody: only owners are let in from then on', async () => {
    const actor = await actorOf(member);
    const added = { projectId, member: actor, displayName: 'Member', role: MemberRole.MEMBER, invitationId: 'i2' };
    await appendToProject(fact('podium.project.v1.ProjectMemberAdded', added));
    const { client } = await follower(other.url, member);
    const dropped: unknown[] = [];
    client.socket.on('dropped', (what: unknown) => dropped.push(what));
    const projectsOf = async (url: string, browser: Browser): Promise<number[]> => {
      const headers = { cookie: browser.cookieFor(harness.publicUrl) };
      const list = await fetch(`${url}/api/projects`, { headers });
      const { projects } = (await list.json()) as { projects: unknown[] };
      return [(await fetch(`${url}/api/projects/${projectId}/board`, { headers })).status, projects.length];
    };
    const publish = (context: 'task' | 'project', id: string): Promise<unknown> =>
      harness.nc.jetstream().publish(factSubject({ projectId, context, id }), 'no JSON');
    await publish('task', 't1');
    await eventually(async () => String(await projectsOf(other.url, member)) === '200,1');

    await publish('project', projectId);
    await eventually(() => dropped.length === 1);
    for (const url of [harness.publicUrl, other.url]) {
      await eventually(async () => String(await projectsOf(url, member)) === '404,0');
      expect(await projectsOf(url, owner)).toEqual([200, 1]);
    }
    const later = await harness.replica({ HTTP_PORT: '0' });
    expect(await projectsOf(later.url, member)).toEqual([404, 0]);
    expect(await projectsOf(later.url, owner)).toEqual([200, 1]);
    await later.close();
    client.close();
  });
});
