import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { BoardView, ProjectView } from '@podium/board';
import { fact } from '@podium/event-sourcing';
import { start as startGateway } from '@podium/gateway';
import { SessionPhase } from '@podium/proto';
import { eventually } from '@podium/testing';
import { appendFacts } from './append-facts.ts';
import { openTeam, type Team } from './team.ts';
import type { TeamMember } from './team-member.ts';

jest.setTimeout(120_000);

let team: Team;
let alice: TeamMember;
let bob: TeamMember;
let carol: TeamMember;
beforeAll(async () => {
  team = await openTeam();
  [alice, bob, carol] = await Promise.all([team.signIn('alice'), team.signIn('bob'), team.signIn('carol')]);
});
afterAll(() => team.close());

async function newProject(): Promise<string> {
  return String((await alice.ok('POST', '/api/projects', { name: 'Shared' }))['id']);
}

async function sharedProject(): Promise<string> {
  const projectId = await newProject();
  const { token } = await alice.invite(projectId);
  await bob.accept(token);
  return projectId;
}

async function projectIds(person: TeamMember): Promise<string[]> {
  const { projects } = await person.ok('GET', '/api/projects');
  return (projects as ProjectView[]).map(({ id }) => id);
}

describe('an invitation', () => {
  it('lets one person in, once, and both see the board', async () => {
    const projectId = await newProject();
    expect((await bob.call('GET', `/api/projects/${projectId}/board`)).status).toBe(404);
    const { token } = await alice.invite(projectId);
    expect((await bob.accept(token)).body).toMatchObject({ project_id: projectId });
    expect(await bob.accept(token)).toMatchObject({ status: 200 });
    expect(await carol.accept(token)).toMatchObject({ status: 404, body: { code: 'invitation_not_found' } });

    const board = (await bob.ok('GET', `/api/projects/${projectId}/board`)) as unknown as BoardView;
    expect(board.project.members).toMatchObject([
      { actor: alice.actor, name: 'Alice Example', role: 'owner' },
      { actor: bob.actor, name: 'Bob Example', role: 'member' },
    ]);
    expect(board.project.invitations).toEqual([]);
    expect(await projectIds(bob)).toContain(projectId);
    expect(await projectIds(carol)).not.toContain(projectId);
    // At the other gateway, which has taken no part in it.
    expect((await bob.at(team.urls[1]).call('GET', `/api/projects/${projectId}`)).status).toBe(200);
  });

  it('is not taken by two at once', async () => {
    const projectId = await newProject();
    const { token } = await alice.invite(projectId);
    const answers = await Promise.all([bob.accept(token), carol.at(team.urls[1]).accept(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  });

  it('is nothing without its secret, and once it was taken back', async () => {
    const projectId = await newProject();
    const { id, token } = await alice.invite(projectId);
    const forged = [projectId, id, 'x'.repeat(43)].join('.');
    expect((await bob.accept(forged)).status).toBe(404);
    expect((await bob.accept('nonsense')).status).toBe(404);
    await alice.ok('DELETE', `/api/projects/${projectId}/invitations/${id}`);
    expect((await bob.accept(token)).status).toBe(404);
  });
});

describe('roles', () => {
  it('let only owners invite, change roles, remove others and delete the project', async () => {
    const projectId = await sharedProject();
    const path = `/api/projects/${projectId}`;
    const refused = await Promise.all([
      bob.call('POST', `${path}/invitations`, {}),
      bob.call('PATCH', `${path}/members/${bob.actor}`, { role: 'owner' }),
      bob.call('DELETE', `${path}/members/${alice.actor}`),
      bob.call('DELETE', path),
    ]);
    expect(refused.map(({ status, body }) => [status, body['code']])).toEqual(refused.map(() => [403, 'not_owner']));
  });

  it('always leave a project an owner', async () => {
    const projectId = await sharedProject();
    const members = `/api/projects/${projectId}/members`;
    const last = { status: 409, body: { code: 'last_owner' } };
    expect(await alice.call('DELETE', `${members}/${alice.actor}`)).toMatchObject(last);
    expect(await alice.call('PATCH', `${members}/${alice.actor}`, { role: 'member' })).toMatchObject(last);
    await alice.ok('PATCH', `${members}/${bob.actor}`, { role: 'owner' });
    await alice.ok('DELETE', `${members}/${alice.actor}`);
    expect((await alice.call('GET', `/api/projects/${projectId}`)).status).toBe(404);
    expect((await bob.call('GET', `/api/projects/${projectId}`)).status).toBe(200);
  });
});

describe('a gate', () => {
  it('is answered by any member, and once where two answer at the same time', async () => {
    const projectId = await sharedProject();
    const [sessionId, taskId, gateId] = ['s-gate', 't-gate', 'g1'];
    await appendFacts(team.nc, { projectId, context: 'session', id: sessionId }, [
      fact('podium.session.v1.SessionQueued', {
        sessionId,
        taskId,
        phase: SessionPhase.IMPLEMENTATION,
        title: 'A',
        prompt: 'A',
        requestedBy: alice.actor,
      }),
      fact('podium.session.v1.SessionAdmitted', { sessionId, taskId }),
      fact('podium.session.v1.SessionStarted', {
        sessionId,
        taskId,
        attempt: 1,
        owner: 'nobody',
        runtimeSessionId: 'ses_1',
        runtimeMessageId: 'msg_1',
        model: { providerId: 'demo', modelId: 'demo', label: 'Demo', scripted: true },
      }),
      fact('podium.session.v1.PermissionAsked', {
        sessionId,
        taskId,
        gateId,
        action: 'bash',
        patterns: ['ls'],
        always: [],
      }),
    ]);
    const path = `/api/projects/${projectId}/sessions/${sessionId}/gates/${gateId}/answer`;
    expect((await carol.call('POST', path, { answer: 'once' })).status).toBe(404);
    const answers = await Promise.all([
      bob.at(team.urls[1]).call('POST', path, { answer: 'once' }),
      alice.call('POST', path, { answer: 'reject' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'gate_closed' });
  });
});

describe('sockets', () => {
  it('bring everyone the facts of their projects and of no others', async () => {
    const [shared, own] = [await sharedProject(), await newProject()];
    const [ofAlice, ofBob, ofCarol] = await Promise.all([
      alice.connect(),
      bob.at(team.urls[1]).connect(),
      carol.connect(),
    ]);
    for (const client of [ofAlice, ofBob, ofCarol]) await client.ask('subscribe', {});
    await alice.ok('POST', `/api/projects/${own}/tasks`, { title: 'Private' });
    await alice.ok('POST', `/api/projects/${shared}/tasks`, { title: 'For both' });
    const titlesOf = (client: typeof ofBob): unknown[] =>
      client.all<{ data: { title?: string } }>('event').map(({ data }) => data.title);
    await eventually(() => titlesOf(ofAlice).length === 2 && titlesOf(ofBob).length === 1);
    expect(titlesOf(ofBob)).toEqual(['For both']);
    expect(ofCarol.all('event')).toEqual([]);

    // From the beginning of the log, read again instead of broadcast.
    await ofBob.ask('unsubscribe', {});
    await ofBob.ask('subscribe', { after: 0 });
    await eventually(() => ofBob.all('synced').length === 2);
    expect(titlesOf(ofBob)).not.toContain('Private');
    for (const client of [ofAlice, ofBob, ofCarol]) client.socket.disconnect();
  });

  it('end for who is no member any more, and say so', async () => {
    const projectId = await sharedProject();
    const client = await bob.connect();
    await client.ask('subscribe', { projectId });
    await client.ask('watch', { projectId });
    const stream = await bob.browser.fetch(`${team.urls[0]}/api/events?project_id=${projectId}`);
    const reading = stream.text();
    await alice.ok('DELETE', `/api/projects/${projectId}/members/${bob.actor}`);
    await eventually(() => client.all('dropped').length === 1);
    expect(client.all('dropped')).toEqual([{ projectId }]);
    await expect(reading).rejects.toThrow();
    await alice.ok('POST', `/api/projects/${projectId}/tasks`, { title: 'Without Bob' });
    expect(await client.ask('subscribe', { projectId })).toMatchObject({ error: { status: 404 } });
    expect(JSON.stringify(client.all('event'))).not.toContain('Without Bob');
    client.socket.disconnect();
  });

  it('know at a gateway that has just started who belonged where before', async () => {
    const [kept, lost] = [await sharedProject(), await sharedProject()];
    await alice.ok('DELETE', `/api/projects/${lost}/members/${bob.actor}`);
    const gateway = await startGateway(team.env);
    const late = bob.at(gateway.url);
    const client = await late.connect();
    await client.ask('subscribe', {});
    expect((await late.call('GET', `/api/projects/${lost}`)).status).toBe(404);
    expect((await late.call('GET', `/api/projects/${kept}`)).status).toBe(200);
    for (const projectId of [lost, kept]) {
      await alice.ok('POST', `/api/projects/${projectId}/tasks`, { title: `In ${projectId}` });
    }
    await eventually(() => client.all('event').length > 0);
    expect(client.all('event')).toMatchObject([{ data: { title: `In ${kept}` } }]);
    client.socket.disconnect();
    await gateway.close();
  });

  it('say who looks at a project, over all gateways', async () => {
    const projectId = await sharedProject();
    const [one, other] = [await alice.connect(), await bob.at(team.urls[1]).connect()];
    const people = (client: typeof one): unknown[] => (client.all('presence').at(-1)?.['people'] ?? []) as unknown[];
    await one.ask('watch', { projectId });
    await eventually(() => people(one).length === 1);
    await other.ask('watch', { projectId });
    const both = [
      { actor: alice.actor, name: 'Alice Example', connections: 1 },
      { actor: bob.actor, name: 'Bob Example', connections: 1 },
    ];
    await eventually(() => people(one).length === 2 && people(other).length === 2);
    expect([people(one), people(other)]).toEqual([both, both]);
    other.socket.disconnect();
    await eventually(() => people(one).length === 1);
    const stranger = await carol.connect();
    expect(await stranger.ask('watch', { projectId })).toMatchObject({ error: { status: 404 } });
    for (const client of [one, stranger]) client.socket.disconnect();
  });
});
