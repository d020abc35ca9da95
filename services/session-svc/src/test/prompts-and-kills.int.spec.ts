import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { foldOutput } from '@podium/board';
import { eventually } from '@podium/testing';
import { OpenCodeClient } from '../opencode/open-code-client.ts';
import type { DoomedService } from './doomed-service.ts';
import { SessionWorld } from './session-world.ts';

jest.setTimeout(240_000);

/** Pauses between two kills, in milliseconds: somewhere in a turn, between two turns, while a prompt is being sent. */
const pauses = [130, 700, 350, 1_100, 20, 900];
const prompts = ['two', 'three', 'four', 'five', 'six'].map((word) => `Slowly for 1 seconds run \`echo ${word}\``);

let world: SessionWorld;
let service: DoomedService;

beforeAll(async () => {
  world = await SessionWorld.create();
  await world.projectIsCreated(1);
  await world.podIsReady();
});
afterEach(() => service.kill());
afterAll(() => world.dispose());

async function tell(sessionId: string, text: string): Promise<string> {
  const promptId = crypto.randomUUID();
  await world.ask('podium.session.v1.PromptAddRequested', { sessionId, promptId, text, interrupt: false });
  return promptId;
}

/** What people said in the session's conversation, as the runtime has it. */
async function said(sessionId: string): Promise<string[]> {
  const { data } = await world.fact(sessionId, 'podium.session.v1.SessionStarted');
  if (!world.openCode) throw new Error('The pod is not there');
  const messages = await new OpenCodeClient(world.openCode.connection).messages(data.runtimeSessionId);
  return messages
    .filter(({ info }) => info.role === 'user')
    .map(({ parts }) => parts.map((part) => ('text' in part ? part.text : '')).join(''));
}

function count(sessionId: string, name: string): number {
  return world.story(sessionId).filter((each) => each === name).length;
}

describe('prompts that were accepted', () => {
  it('are each sent once and in order, whenever the service is killed', async () => {
    service = await world.startProcess();
    const { sessionId } = await world.execute('Run `echo one`');
    await world.fact(sessionId, 'podium.session.v1.SessionQueued');
    for (const text of prompts) await tell(sessionId, text);
    await eventually(() => count(sessionId, 'PromptAdded') === prompts.length);
    for (const milliseconds of pauses) {
      await pause(milliseconds);
      await service.kill();
      service = await world.startProcess();
    }
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 120);
    expect(await said(sessionId)).toEqual(['Run `echo one`', ...prompts]);
    expect(count(sessionId, 'PromptSent')).toBe(prompts.length);
    expect(count(sessionId, 'TurnEnded')).toBe(prompts.length + 1);
    const output = await world.output(sessionId);
    expect(output.map(({ number }) => number)).toEqual(output.map((_, index) => index + 1));
    const items = foldOutput(output);
    expect(items.filter(({ kind }) => kind === 'prompt').map(({ text }) => text)).toEqual([
      'Run `echo one`',
      ...prompts,
    ]);
    const results = items.flatMap(({ tool }) => (tool?.name === 'bash' ? [tool.result.trim()] : []));
    expect(results).toEqual(['one', 'two', 'three', 'four', 'five', 'six']);
  });

  it('are not lost with the runtime: the turn that was cut off goes on', async () => {
    service = await world.startProcess();
    const { sessionId } = await world.execute('Slowly for 2 seconds run `echo one`');
    await world.fact(sessionId, 'podium.session.v1.SessionStarted');
    const two = 'Slowly for 3 seconds run `echo two`';
    await tell(sessionId, two);
    await tell(sessionId, 'Run `echo three`');
    await eventually(async () => {
      const items = foldOutput(await world.output(sessionId));
      const asked = items.findIndex(({ kind, text }) => kind === 'prompt' && text === two);
      return asked !== -1 && items.slice(asked).some(({ kind }) => kind === 'message');
    });
    await world.openCode?.kill();
    const killedAtMs = Date.now();
    await world.openCode?.restart();
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 120);
    const [first, again] = world.facts(sessionId).filter(({ type }) => type === 'podium.session.v1.SessionStarted');
    const cutOffAtMs = Date.parse(again && 'cutOffAt' in again.data ? (again.data.cutOffAt ?? '') : '');
    expect(cutOffAtMs).toBeGreaterThan(Date.parse(first?.time ?? ''));
    expect(cutOffAtMs).toBeLessThanOrEqual(killedAtMs);
    const texts = await said(sessionId);
    expect(texts.filter((text) => text === two)).toHaveLength(1);
    expect(texts.at(-2)).toContain('You were interrupted.');
    expect(texts.at(-1)).toBe('Run `echo three`');
    expect(count(sessionId, 'PromptSent')).toBe(2);
    expect(count(sessionId, 'TurnEnded')).toBe(3);
  });

  it('go on where the runtime has lost all of it, and the time until then is no work', async () => {
    service = await world.startProcess();
    const { sessionId } = await world.execute('Slowly for 4 seconds run `echo one`');
    await world.fact(sessionId, 'podium.session.v1.SessionStarted');
    await eventually(async () => (await world.output(sessionId)).some(({ text }) => text.includes('thinking')));
    await world.podIsKilled(1);
    const killedAtMs = Date.now();
    await world.podIsReady(2);
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 120);
    const [first, again] = world.facts(sessionId).filter(({ type }) => type === 'podium.session.v1.SessionStarted');
    expect(again?.data).toMatchObject({ conversationLost: true, cutOffAt: expect.any(String) });
    const cutOffAtMs = Date.parse(again && 'cutOffAt' in again.data ? (again.data.cutOffAt ?? '') : '');
    expect(cutOffAtMs).toBeGreaterThan(Date.parse(first?.time ?? ''));
    // What it had said before may have been written down a little later.
    expect(cutOffAtMs).toBeLessThanOrEqual(killedAtMs + 1_000);
  });
});
