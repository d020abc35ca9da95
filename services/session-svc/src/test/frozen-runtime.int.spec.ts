import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { foldOutput } from '@podium/board';
import { hearSigns, readOutcomes, type SignOfLife } from '@podium/jetstream';
import type { RunningService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import type { TestOpenCode } from '../opencode/test/start-open-code.ts';
import { SessionWorld, type Execution } from './session-world.ts';

// A real OpenCode on a busy machine.
jest.setTimeout(180_000);

let world: SessionWorld;
let service: RunningService;
const signs: SignOfLife[] = [];

beforeAll(async () => {
  world = await SessionWorld.create();
  service = await world.start();
  await world.projectIsCreated(2);
  await world.podIsReady();
  hearSigns(world.nats, (sign) => signs.push(sign));
});
afterAll(async () => {
  world.openCode?.thaw();
  await service.close();
  await world.dispose();
});

function runtime(): TestOpenCode {
  if (!world.openCode) throw new Error('The pod is not there');
  return world.openCode;
}

async function contentOf(name: string): Promise<string | null> {
  return readFile(join(runtime().directory, name), 'utf8').catch(() => null);
}

/** Since when the agent is not heard; null where it is, undefined where nobody works on the session. */
function lostSince({ sessionId }: Execution): string | null | undefined {
  return signs.at(-1)?.sessions.find((held) => held.sessionId === sessionId)?.lostSince;
}

async function hasSaid({ sessionId }: Execution, words: string): Promise<void> {
  await eventually(async () => {
    const output = await world.output(sessionId);
    return output
      .map(({ text }) => text)
      .join('')
      .includes(words);
  });
}

function count({ sessionId }: Execution, name: string): number {
  return world.story(sessionId).filter((each) => each === name).length;
}

/** The code of what refused a request; null where it was refused by nothing so far. */
async function refusalOf(requestId: string): Promise<string | null> {
  const over = AbortSignal.timeout(2_000);
  for await (const { causationid, data } of readOutcomes(world.nats, { after: 0, signal: over })) {
    if (causationid === requestId && 'rejection' in data) return data.rejection?.code ?? '';
  }
  return null;
}

describe('a runtime that is frozen, not dead', () => {
  it('is said not to be heard soon; thawed, it goes on where it was; killed, its agent begins again', async () => {
    const execution = await world.execute('Talk slowly for 150 seconds');
    await hasSaid(execution, 'Step 1');
    await eventually(() => lostSince(execution) === null);
    runtime().freeze();
    const frozenAtMs = Date.now();
    await eventually(() => typeof lostSince(execution) === 'string', { timeoutSeconds: 30 });
    // Before the connection is given up, which takes 25 seconds of silence.
    expect(Date.parse(String(lostSince(execution))) - frozenAtMs).toBeLessThan(20_000);
    const before = (await world.output(execution.sessionId)).length;
    runtime().thaw();
    await eventually(() => lostSince(execution) === null, { timeoutSeconds: 30 });
    await eventually(async () => (await world.output(execution.sessionId)).length > before);
    expect(count(execution, 'SessionStarted')).toBe(1);

    runtime().freeze();
    await runtime().kill();
    await runtime().restart();
    await eventually(() => count(execution, 'SessionStarted') === 2, { timeoutSeconds: 60 });
    await eventually(() => lostSince(execution) === null, { timeoutSeconds: 30 });
    await world.ask('podium.session.v1.SessionStopRequested', execution);
    await world.fact(execution.sessionId, 'podium.session.v1.SessionCancelled');
    const output = await world.output(execution.sessionId);
    expect(output.map(({ number }) => number)).toEqual(output.map((_, index) => index + 1));
    expect(foldOutput(output).filter(({ kind }) => kind === 'done')).toHaveLength(1);
  });
});

describe('a workspace that is being put back by a frozen runtime', () => {
  it.each(['stopped', 'told to go on and stopped'])(
    'ends as the log says where its agent is %s meanwhile',
    async (what) => {
      const file = `${what.length}.txt`;
      const execution = await world.execute(`Run \`echo it > ${file}\``);
      const { sessionId } = execution;
      const { runtimeMessageId: messageId } = (await world.fact(sessionId, 'podium.session.v1.SessionStarted')).data;
      await world.fact(sessionId, 'podium.session.v1.SessionCompleted');
      await world.executionHasEnded(execution);
      runtime().freeze();
      const putBack = await world.ask('podium.session.v1.SessionRevertRequested', { sessionId, messageId });
      const stopped =
        what === 'stopped'
          ? execution
          : await world.execute('Talk slowly for 60 seconds', undefined, { continues: { sessionId } });
      await world.ask('podium.session.v1.SessionStopRequested', stopped);
      runtime().thaw();
      if (stopped !== execution) await world.fact(stopped.sessionId, 'podium.session.v1.SessionCancelled');
      const refusal = await eventually(
        async () => (count(execution, 'SessionReverted') > 0 ? 'none' : ((await refusalOf(putBack)) ?? false)),
        { timeoutSeconds: 60 },
      );
      // Nobody is told that it was put back where it was not, nor the other way round.
      expect([refusal, await contentOf(file)]).toEqual(
        refusal === 'none' ? ['none', null] : ['session_active', 'it\n'],
      );
      // The conversation goes on whichever way it was.
      const next = await world.execute('Run `echo next > next.txt`', undefined, { continues: { sessionId } });
      await world.fact(next.sessionId, 'podium.session.v1.SessionCompleted');
      await world.executionHasEnded(next);
    },
  );
});
