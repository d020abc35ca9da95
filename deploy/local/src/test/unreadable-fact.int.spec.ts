import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '@podium/cli';
import { start as startGateway } from '@podium/gateway';
import { factSubject } from '@podium/jetstream';
import { start as startProjects } from '@podium/project-svc';
import type { RunningService } from '@podium/service-kit';
import { start as startTasks } from '@podium/task-svc';
import { eventually, freshNats, testDatabase, type FreshNats, type TestDatabase } from '@podium/testing';
import type { TeamMember } from './team-member.ts';
import { openTeam, type Team } from './team.ts';

/** What docs/operations.md says is to be done about a fact of a project that can't be read, step by step. */
let team: Team;
let alice: TeamMember;
let bob: TeamMember;
let carol: TeamMember;
let board: string;
let projectId: string;
let folder: string;
let nats: FreshNats;
let database: TestDatabase;
const started: RunningService[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'podium-test-unreadable-'));
  [team, nats, database] = await Promise.all([openTeam(), freshNats(), testDatabase()]);
  [alice, bob, carol] = [await team.signIn('alice'), await team.signIn('bob'), await team.signIn('carol')];
  projectId = String((await alice.ok('POST', '/api/projects', { name: 'Shared' }))['id']);
  board = `/api/projects/${projectId}/board`;
  for (const person of [bob, carol]) await person.accept((await alice.invite(projectId)).token);
  await alice.ok('POST', `/api/projects/${projectId}/tasks`, { title: 'Kept' });
});
afterAll(async () => {
  for (const service of started) await service.close();
  await team.close();
  await Promise.all([database.drop(), nats.dispose()]);
  rmSync(folder, { recursive: true });
});

/** The operator at a terminal. */
async function podium(natsUrl: string, ...args: string[]): Promise<{ exitCode: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const exitCode = await runCli(args, {
    out: (text) => {
      out += text;
      return Promise.resolve();
    },
    say: (text) => void (err += text),
    stdin: Readable.from(''),
    env: { NATS_URL: natsUrl, USER: 'tester' },
    columns: undefined,
    isWatched: false,
    signal: new AbortController().signal,
  });
  return { exitCode, out, err };
}

describe('a fact of a project that can’t be read', () => {
  let position: number;

  it('shuts out all but the owners', async () => {
    expect((await bob.call('GET', board)).status).toBe(200);
    const subject = factSubject({ projectId, context: 'project', id: projectId });
    position = (await team.nc.jetstream().publish(subject, 'no JSON')).seq;
    await eventually(async () => (await bob.call('GET', board)).status === 404);
    expect([(await alice.call('GET', board)).status, (await carol.call('GET', board)).status]).toEqual([200, 404]);
  });

  it('is found by the commands of steps 1 and 2: where it stands, and who was a member', async () => {
    const natsUrl = String(team.env['NATS_URL']);
    await eventually(async () => (await podium(natsUrl, 'parked', 'list')).out.includes(`EVENTS ${position}`));
    const shown = await podium(natsUrl, 'parked', 'show', '1');
    expect(shown.out).toContain(`The message at position ${position} of the log is no JSON`);
    const members = await podium(natsUrl, 'events', 'search', 'ProjectMember');
    for (const { actor } of [bob, carol]) expect(members.out).toContain(actor);
  });

  it('is left behind by steps 3 to 5, and everybody is back', async () => {
    const file = join(folder, 'events.ndjson');
    await team.stopServices();
    const exported = await podium(String(team.env['NATS_URL']), 'events', 'export', '--skip-unreadable', '-o', file);
    expect([exported.exitCode, exported.err]).toEqual([0, expect.stringContaining(`passed over position ${position}`)]);
    const env = { ...team.env, NATS_URL: nats.url, DATABASE_URL: database.url };
    started.push(...(await Promise.all([startProjects(env), startTasks(env)])));
    started.unshift(await startGateway({ ...env, HTTP_PORT: new URL(team.urls[0]).port }));
    const imported = await podium(nats.url, 'events', 'import', file);
    expect([imported.exitCode, imported.out + imported.err]).toEqual([0, expect.stringContaining('events imported')]);
    for (const person of [alice, bob, carol]) {
      await eventually(async () => (await person.call('GET', board)).status === 200);
      expect(JSON.stringify((await person.call('GET', board)).body)).toContain('Kept');
    }
    expect((await podium(nats.url, 'projections', 'verify', '--all')).exitCode).toBe(0);
  });

  it('is made up for by step 6: who was to be removed is removed again', async () => {
    await alice.ok('DELETE', `/api/projects/${projectId}/members/${carol.actor}`);
    await eventually(async () => (await carol.call('GET', board)).status === 404);
    expect((await bob.call('GET', board)).status).toBe(200);
    expect((await alice.ok('POST', `/api/projects/${projectId}/tasks`, { title: 'New' }))['title']).toBe('New');
    expect((await podium(nats.url, 'parked', 'list')).out).not.toContain('no JSON');
  });
});
