import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PermissionAnswer, type Recorded } from '@podium/proto';
import type { RunningService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import { SessionWorld } from './session-world.ts';

// A real OpenCode on a busy machine.
jest.setTimeout(120_000);

type Asked = Recorded<'podium.session.v1.PermissionAsked'>;

let world: SessionWorld;
let service: RunningService;

beforeAll(async () => {
  world = await SessionWorld.create();
  world.permission = { edit: 'ask', bash: 'ask', webfetch: 'ask', external_directory: 'ask' };
  service = await world.start();
  await world.projectIsCreated(3);
  await world.podIsReady();
  await writeFile(join(workspace(), 'app.ts'), 'one\ntwo\n');
  await writeFile(join(workspace(), '.env'), 'KEY=1\n');
});
afterAll(async () => {
  await service.close();
  await world.dispose();
});

function workspace(): string {
  return world.openCode?.directory ?? '';
}

/** Executes a task and allows once whatever it asks for. @returns what was asked, once the session has ended. */
async function allow(title: string, how: PermissionAnswer = PermissionAnswer.ONCE): Promise<Asked['data'][]> {
  return (await allowed(title, how)).asked;
}

async function allowed(title: string, how: PermissionAnswer = PermissionAnswer.ONCE) {
  const { sessionId } = await world.execute(title);
  const answered = new Set<string>();
  const asked = () => world.facts(sessionId).filter((fact): fact is Asked => fact.type.endsWith('.PermissionAsked'));
  await eventually(
    async () => {
      for (const { data } of asked().filter(({ data: { gateId } }) => !answered.has(gateId))) {
        answered.add(data.gateId);
        const answer = { sessionId, gateId: data.gateId, answer: how };
        await world.ask('podium.session.v1.PermissionAnswerRequested', answer);
      }
      return world.story(sessionId).includes('SessionCompleted');
    },
    { timeoutSeconds: 60 },
  );
  return { sessionId, asked: asked().map(({ data }) => data) };
}

/** All that the session said. */
async function said(sessionId: string): Promise<string> {
  return (await world.output(sessionId)).map(({ text }) => text).join('\n');
}

describe('a permission says what the agent really wants', () => {
  it('for a command: all of it', async () => {
    const [asked] = await allow('Run `echo one && echo two`');
    expect(asked).toMatchObject({
      action: 'bash',
      patterns: ['echo one', 'echo two'],
      command: 'echo one && echo two',
      tool: { name: 'bash', title: 'bash: echo one && echo two' },
    });
  });

  it('for an edit: the file and the change', async () => {
    const [asked] = await allow('Edit app.ts');
    expect(asked).toMatchObject({ action: 'edit', patterns: ['app.ts'], tool: { name: 'edit', title: 'edit app.ts' } });
    expect(asked?.diff).toBe(
      '--- app.ts\n+++ app.ts\n@@ -1,2 +1,3 @@\n one\n two\n+Edited by the demo model: Edit app.ts\n',
    );
    expect(JSON.parse(asked?.tool?.arguments ?? '')).toMatchObject({ filePath: 'app.ts', oldString: 'two' });
  });

  it('for a new file: its content', async () => {
    const [asked] = await allow('Add a README');
    expect(asked).toMatchObject({ action: 'edit', patterns: ['README.md'], tool: { title: 'write README.md' } });
    expect(asked?.diff).toContain('\n+> Add a README\n');
  });

  it('for a way out of the workspace: what for', async () => {
    const [first, second] = await allow('This needs permission');
    const path = '/tmp/podium-demo-outside.md';
    expect(first).toMatchObject({
      action: 'external_directory',
      patterns: ['/tmp/*'],
      tool: { name: 'write', title: `write ${path}` },
    });
    expect(JSON.parse(first?.tool?.arguments ?? '')).toMatchObject({
      filePath: path,
      content: '# This needs permission\n',
    });
    expect(first?.diff).toContain('+# This needs permission');
    expect(second).toMatchObject({ action: 'edit' });
    const [command] = await allow('Run `cat /etc/hostname`');
    expect(command).toMatchObject({ action: 'external_directory', command: 'cat /etc/hostname', patterns: ['/etc/*'] });
  });

  it('for a web page: its address', async () => {
    const url = world.model.url.replace('/v1', '/health');
    const [asked] = await allow(`Fetch ${url}`);
    expect(asked).toMatchObject({ action: 'webfetch', patterns: [url], tool: { title: `webfetch ${url}` } });
  });

  it('for a file with secrets: which one', async () => {
    const [asked] = await allow('Read `.env`');
    expect(asked).toMatchObject({ action: 'read', patterns: ['.env'], tool: { title: 'read .env' } });
  });

  it('also where a subagent asks', async () => {
    const [asked] = await allow('Delegate to run `echo from below`.');
    expect(asked).toMatchObject({ action: 'bash', command: 'echo from below' });
  });
});

describe('what is always allowed', () => {
  it('is so for all sessions and pods of the project, and services of tomorrow, until it is taken back', async () => {
    const [first] = await allow('Run `printf one`', PermissionAnswer.ALWAYS);
    expect(first?.always).toEqual(['printf *']);
    const granted = await world.fact('permissions', 'podium.session.v1.PermissionGranted');
    expect(granted).toMatchObject({ actor: 'user:test', data: { action: 'bash', patterns: ['printf *'] } });
    expect(world.story('permissions')).toEqual(['PermissionGranted']);

    await world.podIsKilled(1);
    await world.podIsReady(2);
    await service.close();
    service = await world.start();
    const { sessionId, asked } = await allowed('Run `printf two`');
    expect(asked).toEqual([]);
    expect(await said(sessionId)).toContain('Waits for a permission to run printf two. It is always allowed.');
    expect((await allow('Run `printf two && cal`')).map(({ command }) => command)).toEqual(['printf two && cal']);

    const projectId = world.projectId;
    const revoke = { projectId, action: 'bash', pattern: 'printf *' };
    await world.askAbout('permissions', 'podium.session.v1.PermissionRevokeRequested', revoke);
    await world.fact('permissions', 'podium.session.v1.PermissionRevoked');
    expect(await allow('Run `printf three`')).toHaveLength(1);
    const again = await world.askAbout('permissions', 'podium.session.v1.PermissionRevokeRequested', revoke);
    expect(await world.refusalOf(again)).toBe('permission_not_found');
  });

  it('is answered for those who wait for the same thing already', async () => {
    const waiting = await Promise.all(['one', 'two'].map((word) => world.execute(`Run \`basename ${word}\``)));
    const [first, second] = waiting.map(({ sessionId }) => sessionId);
    if (!first || !second) throw new Error('They were not executed');
    const { data } = await world.fact(first, 'podium.session.v1.PermissionAsked');
    await world.fact(second, 'podium.session.v1.PermissionAsked');
    const answer = { sessionId: first, gateId: data.gateId, answer: PermissionAnswer.ALWAYS };
    await world.ask('podium.session.v1.PermissionAnswerRequested', answer);
    for (const sessionId of [first, second]) await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 60);
    const answered = await world.fact(second, 'podium.session.v1.PermissionAnswered');
    expect(answered).toMatchObject({ actor: 'user:test', data: { answer: PermissionAnswer.ONCE } });
  });
});
