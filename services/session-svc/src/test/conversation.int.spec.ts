import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { foldOutput } from '@podium/board';
import { OutputKind, PermissionAnswer, TurnEnding } from '@podium/proto';
import type { RunningService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import { OpenCodeClient } from '../opencode/open-code-client.ts';
import { SessionWorld } from './session-world.ts';

// A real OpenCode on a busy machine.
jest.setTimeout(120_000);

let world: SessionWorld;
let service: RunningService;

beforeAll(async () => {
  world = await SessionWorld.create();
  service = await world.start();
  await world.projectIsCreated(2);
  await world.podIsReady();
});
beforeEach(async () => {
  if ((await fetch(service.healthUrl).catch(() => undefined))?.status !== 200) service = await world.start();
});
afterAll(async () => {
  await service.close();
  await world.dispose();
});

function client(): OpenCodeClient {
  if (!world.openCode) throw new Error('The pod is not there');
  return new OpenCodeClient(world.openCode.connection);
}

/** What people said in a conversation, as the runtime has it. */
async function said(runtimeSessionId: string): Promise<string[]> {
  const messages = await client().messages(runtimeSessionId);
  return messages
    .filter(({ info }) => info.role === 'user')
    .map(({ parts }) => parts.map((part) => ('text' in part ? part.text : '')).join(''));
}

async function tell(sessionId: string, text: string, interrupt = false): Promise<string> {
  const promptId = crypto.randomUUID();
  await world.ask('podium.session.v1.PromptAddRequested', { sessionId, promptId, text, interrupt });
  await eventually(() => world.story(sessionId).includes('PromptAdded'));
  return promptId;
}

async function isWriting(sessionId: string): Promise<void> {
  await eventually(async () => (await world.output(sessionId)).some(({ kind }) => kind === OutputKind.TEXT));
}

describe('what people say while the agent works', () => {
  it('is sent in order, each as a turn of its own, in one conversation, also by the next owner', async () => {
    const { sessionId } = await world.execute('Slowly for 3 seconds add a README');
    const started = await world.fact(sessionId, 'podium.session.v1.SessionStarted');
    await isWriting(sessionId);
    await tell(sessionId, 'Run `echo two`');
    await tell(sessionId, 'Run `echo three`');
    await eventually(() => world.story(sessionId).filter((name) => name === 'PromptAdded').length === 2);
    await service.close();
    service = await world.start();
    const completed = await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 60);

    const turns = world.facts(sessionId).filter((each) => each.type === 'podium.session.v1.TurnEnded');
    expect(turns.map(({ data }) => [data.turn, data.ending, data.last])).toEqual([
      [1, TurnEnding.COMPLETED, false],
      [2, TurnEnding.COMPLETED, false],
      [3, TurnEnding.COMPLETED, true],
    ]);
    const spent = turns.reduce((sum, { data }) => sum + (data.usage?.outputTokens ?? 0), 0);
    expect(completed.data.usage?.outputTokens).toBe(spent);
    expect(await said(started.data.runtimeSessionId)).toEqual([
      'Slowly for 3 seconds add a README',
      'Run `echo two`',
      'Run `echo three`',
    ]);
    const items = foldOutput(await world.output(sessionId));
    expect(items.filter(({ kind }) => kind === 'prompt').map(({ text, prompt }) => [prompt?.turn, text])).toEqual([
      [1, 'Slowly for 3 seconds add a README'],
      [2, 'Run `echo two`'],
      [3, 'Run `echo three`'],
    ]);
    const command = items.find(({ tool }) => tool?.title === 'bash: echo two')?.tool;
    expect(command).toMatchObject({
      status: 'completed',
      exit_code: 0,
      result: 'two\n',
      arguments: { command: 'echo two' },
    });
    expect(items.filter(({ kind }) => kind === 'files').flatMap(({ files }) => files)).toContain('README.md');
    expect(items.filter(({ kind }) => kind === 'step').length).toBeGreaterThan(3);
  });

  it('breaks off the turn that runs where it is to', async () => {
    const { sessionId } = await world.execute('Talk slowly for 60 seconds');
    await isWriting(sessionId);
    await tell(sessionId, 'Run `echo later`');
    await tell(sessionId, 'Run `echo now`', true);
    const completed = await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 60);
    const turns = world.facts(sessionId).filter((each) => each.type === 'podium.session.v1.TurnEnded');
    expect(turns.map(({ data }) => data.ending)).toEqual([
      TurnEnding.INTERRUPTED,
      TurnEnding.COMPLETED,
      TurnEnding.COMPLETED,
    ]);
    const output = await world.output(sessionId);
    expect(output.map(({ number }) => number)).toEqual(output.map((_, index) => index + 1));
    expect(output).toHaveLength(completed.data.outputChunks);
    const prompts = foldOutput(output).filter(({ kind }) => kind === 'prompt');
    expect(prompts.map(({ text }) => text)).toEqual([
      'Talk slowly for 60 seconds',
      'Run `echo now`',
      'Run `echo later`',
    ]);
  });

  it('is broken off by each of several interruptions, in their order', async () => {
    const { sessionId } = await world.execute('Talk slowly for 60 seconds');
    await isWriting(sessionId);
    await Promise.all([tell(sessionId, 'Run `echo last`'), tell(sessionId, 'Talk slowly for 50 seconds', true)]);
    await eventually(() => world.story(sessionId).filter((name) => name === 'PromptAdded').length === 2);
    await tell(sessionId, 'Run `echo now`', true);
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 60);
    expect(await said(await runtimeSessionOf(sessionId))).toEqual([
      'Talk slowly for 60 seconds',
      'Talk slowly for 50 seconds',
      'Run `echo now`',
      'Run `echo last`',
    ]);
    const turns = world.facts(sessionId).filter((each) => each.type === 'podium.session.v1.TurnEnded');
    const { INTERRUPTED, COMPLETED } = TurnEnding;
    expect(turns.map(({ data }) => data.ending)).toEqual([INTERRUPTED, INTERRUPTED, COMPLETED, COMPLETED]);
  });

  it('interrupts also an agent that waits for a person', async () => {
    const { sessionId } = await world.execute('needs permission');
    const { gateId } = (await world.fact(sessionId, 'podium.session.v1.PermissionAsked')).data;
    await tell(sessionId, 'Run `echo else`', true);
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 60);
    expect(await client().pendingPermissions()).toEqual([]);
    const late = { sessionId, gateId, answer: PermissionAnswer.ONCE };
    expect(await world.refusalOf(await world.ask('podium.session.v1.PermissionAnswerRequested', late))).toBe(
      'gate_closed',
    );
  });
});

describe('a session that goes on with another one', () => {
  it('has the same conversation, also after a restart of the runtime', async () => {
    const first = await world.execute('Run `echo first`');
    await world.fact(first.sessionId, 'podium.session.v1.SessionCompleted');
    await world.openCode?.kill();
    await world.openCode?.restart();
    const second = await world.execute('Run `echo second`', undefined, { continues: { sessionId: first.sessionId } });
    await world.fact(second.sessionId, 'podium.session.v1.SessionCompleted', 60);
    const runtimeSessionId = await runtimeSessionOf(first.sessionId);
    expect(await runtimeSessionOf(second.sessionId)).toBe(runtimeSessionId);
    expect(await said(runtimeSessionId)).toEqual(['Run `echo first`', 'Run `echo second`']);
    const texts = (await world.output(second.sessionId)).map(({ text }) => text).join('');
    expect(texts).toContain('second');
    expect(texts).not.toContain('first');
  });

  it('goes on beside it in a copy, without the prompt that it is forked at', async () => {
    const slowly = 'Slowly for 3 seconds run `echo first`';
    const first = await world.execute(slowly);
    await world.fact(first.sessionId, 'podium.session.v1.SessionStarted');
    await tell(first.sessionId, 'Run `echo second`');
    await world.fact(first.sessionId, 'podium.session.v1.SessionCompleted', 60);
    const items = foldOutput(await world.output(first.sessionId));
    const prompt = items.find(({ kind, text }) => kind === 'prompt' && text === 'Run `echo second`');
    const forked = await world.execute('Run `echo instead`', undefined, {
      continues: { sessionId: first.sessionId, forkMessageId: prompt?.message_id ?? 'none' },
    });
    await world.fact(forked.sessionId, 'podium.session.v1.SessionCompleted', 60);
    const runtimeSessionId = await runtimeSessionOf(forked.sessionId);
    expect(runtimeSessionId).not.toBe(await runtimeSessionOf(first.sessionId));
    expect(await said(runtimeSessionId)).toEqual([slowly, 'Run `echo instead`']);
  });

  it('fails where the model that was chosen is not there', async () => {
    const options = { model: { providerId: 'nobody', modelId: 'nothing' }, attachments: [] };
    const { sessionId } = await world.execute('Run `echo first`', undefined, { options });
    const { data } = await world.fact(sessionId, 'podium.session.v1.SessionFailed');
    expect(data.reason).toBe('model_unknown');
  });

  it('says so where the runtime has lost the conversation', async () => {
    const first = await world.execute('Run `echo first`');
    await world.fact(first.sessionId, 'podium.session.v1.SessionCompleted');
    await world.podIsKilled(1);
    await world.podIsReady(2);
    const second = await world.execute('Run `echo second`', undefined, { continues: { sessionId: first.sessionId } });
    await world.fact(second.sessionId, 'podium.session.v1.SessionCompleted', 60);
    const texts = (await world.output(second.sessionId)).map(({ text }) => text).join('\n');
    expect(texts).toContain('The earlier conversation is not there any more.');
    expect((await said(await runtimeSessionOf(second.sessionId))).join()).toContain('that conversation was lost');
  });
});

async function runtimeSessionOf(sessionId: string): Promise<string> {
  return (await world.fact(sessionId, 'podium.session.v1.SessionStarted')).data.runtimeSessionId;
}
