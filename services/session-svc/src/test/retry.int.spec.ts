import { randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FailureClass, OutputKind } from '@podium/proto';
import type { RunningService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import type { DoomedService } from './doomed-service.ts';
import { SessionWorld } from './session-world.ts';

jest.setTimeout(180_000);

let world: SessionWorld;
let service: RunningService | undefined;
let doomed: DoomedService | undefined;

beforeAll(async () => {
  world = await SessionWorld.create();
  await world.projectIsCreated(1);
  await world.podIsReady();
});

afterEach(async () => {
  await service?.close();
  await doomed?.kill();
  service = undefined;
  doomed = undefined;
});

afterAll(() => world.dispose());

async function startRetrying(afterSeconds: string): Promise<void> {
  service = await world.start({ PODIUM_RETRY_SECONDS: afterSeconds });
}

function count(sessionId: string, name: string): number {
  return world.story(sessionId).filter((each) => each === name).length;
}

/** The session waits for its next try, and nothing works on it any more. */
async function untilRetrying(sessionId: string, times = 1): Promise<void> {
  await eventually(() => count(sessionId, 'SessionRetryScheduled') === times);
}

describe('a session whose model fails in a way that may pass', () => {
  it('goes on in the same conversation when the pause is over, and its output is one', async () => {
    await startRetrying('1,1,1');
    const { sessionId } = await world.execute('First a garbled answer, then add a README');
    const { data } = await world.fact(sessionId, 'podium.session.v1.SessionRetryScheduled');
    expect(data).toMatchObject({ attempt: 2, maxAttempts: 4, reason: 'provider_answer_broken' });
    const completed = await world.fact(sessionId, 'podium.session.v1.SessionCompleted');
    expect(world.story(sessionId)).toEqual([
      'SessionQueued',
      'SessionAdmitted',
      'SessionStarted',
      'SessionRetryScheduled',
      'SessionRequeued',
      'SessionAdmitted',
      'SessionStarted',
      'TurnEnded',
      'SessionCompleted',
    ]);
    const starts = world.facts(sessionId).filter((each) => each.type === 'podium.session.v1.SessionStarted');
    expect(starts.map((each) => each.data.attempt)).toEqual([1, 2]);
    expect(new Set(starts.map((each) => each.data.runtimeSessionId)).size).toBe(1);
    const output = await world.output(sessionId);
    expect(output.map(({ number }) => number)).toEqual(output.map((_, index) => index + 1));
    expect(output).toHaveLength(completed.data.outputChunks);
    expect(output.filter(({ kind }) => kind === OutputKind.DONE)).toHaveLength(1);
    const texts = output.map(({ text }) => text);
    expect(texts.filter((text) => text.includes('try 2 of 4'))).toHaveLength(1);
  });

  it('goes on with the prompt whose answer failed, and says those that wait for it afterwards', async () => {
    await startRetrying('1');
    const { sessionId } = await world.execute('Slowly for 2 seconds add a README');
    await world.fact(sessionId, 'podium.session.v1.SessionStarted');
    for (const text of ['First a garbled answer, then run `echo second`', 'run `echo third`']) {
      await world.ask('podium.session.v1.PromptAddRequested', {
        sessionId,
        promptId: randomUUID(),
        text,
        interrupt: false,
      });
    }
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 60);
    expect(world.story(sessionId).filter((name) => !name.startsWith('Prompt') || name === 'PromptSent')).toEqual([
      'SessionQueued',
      'SessionAdmitted',
      'SessionStarted',
      'TurnEnded',
      'PromptSent',
      'SessionRetryScheduled',
      'SessionRequeued',
      'SessionAdmitted',
      'SessionStarted',
      'TurnEnded',
      'PromptSent',
      'TurnEnded',
      'SessionCompleted',
    ]);
    const said = (await world.output(sessionId)).map(({ text }) => text).join('');
    expect(said.indexOf('`echo second` answered: second')).toBeGreaterThan(0);
    expect(said.indexOf('`echo third` answered: third')).toBeGreaterThan(said.indexOf('`echo second` answered'));
  });

  it('fails after its last try, and trying again by hand can help', async () => {
    await startRetrying('0.1,0.1');
    const { sessionId } = await world.execute('garbled 99 times');
    const { data } = await world.fact(sessionId, 'podium.session.v1.SessionFailed');
    expect(data).toMatchObject({ reason: 'provider_answer_broken', failureClass: FailureClass.TRANSIENT });
    expect(count(sessionId, 'SessionRetryScheduled')).toBe(2);
    expect(count(sessionId, 'SessionStarted')).toBe(3);
  });

  it('holds no slot while it waits, and can be tried again at once', async () => {
    await startRetrying('3600');
    const { sessionId } = await world.execute('First a garbled answer, then add a README');
    await untilRetrying(sessionId);
    const other = await world.execute('Add a README file');
    await world.fact(other.sessionId, 'podium.session.v1.SessionCompleted');
    await world.ask('podium.session.v1.SessionRetryRequested', { sessionId });
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted');
    const late = await world.ask('podium.session.v1.SessionRetryRequested', { sessionId });
    expect(await world.refusalOf(late)).toBe('session_ended');
  });

  it('ends with the failure of its last try where a person gives up', async () => {
    await startRetrying('3600');
    const { sessionId } = await world.execute('garbled 99 times');
    await untilRetrying(sessionId);
    await world.ask('podium.session.v1.SessionGiveUpRequested', { sessionId });
    const { data, actor } = await world.fact(sessionId, 'podium.session.v1.SessionFailed');
    expect({ reason: data.reason, actor }).toEqual({ reason: 'provider_answer_broken', actor: 'user:test' });
  });

  it('is cancelled by a stop while it waits', async () => {
    await startRetrying('5');
    const { sessionId, taskId } = await world.execute('garbled 99 times');
    await untilRetrying(sessionId);
    await world.ask('podium.session.v1.SessionStopRequested', { sessionId, taskId });
    const { data } = await world.fact(sessionId, 'podium.session.v1.SessionCancelled');
    expect(data.outputChunks).toBe((await world.output(sessionId)).length);
    // It goes off all the same.
    const { streams } = await world.nats.jetstreamManager();
    const due = `tmr.due.session.${sessionId}.retry`;
    await eventually(async () => {
      const { state } = await streams.info('TIMERS', { subjects_filter: due });
      return state.subjects?.[due] !== undefined;
    });
    expect(world.story(sessionId).at(-1)).toBe('SessionCancelled');
  });
});

describe('the wait for the next try', () => {
  it('survives the death of the service: the try comes once, when it is due', async () => {
    doomed = await world.startProcess({ PODIUM_RETRY_SECONDS: '4' });
    const { sessionId } = await world.execute('First a garbled answer, then add a README');
    await untilRetrying(sessionId);
    await doomed.kill();
    await startRetrying('4');
    const { data } = await world.fact(sessionId, 'podium.session.v1.SessionRetryScheduled');
    const requeued = await world.fact(sessionId, 'podium.session.v1.SessionRequeued');
    expect(Date.parse(requeued.time)).toBeGreaterThanOrEqual(Date.parse(data.dueAt));
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted');
    expect(count(sessionId, 'SessionRequeued')).toBe(1);
    expect(count(sessionId, 'SessionStarted')).toBe(2);
  });

  it('survives a crash of the log', async () => {
    await startRetrying('3');
    const { sessionId } = await world.execute('First a garbled answer, then add a README');
    await untilRetrying(sessionId);
    await world.natsServer.kill();
    await world.natsServer.start();
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 60);
    expect(count(sessionId, 'SessionRequeued')).toBe(1);
  });

  it('ends also where its timer is lost', async () => {
    await startRetrying('1');
    const { sessionId } = await world.execute('First a garbled answer, then add a README');
    await untilRetrying(sessionId);
    await service?.close();
    const { data } = await world.fact(sessionId, 'podium.session.v1.SessionRetryScheduled');
    await (await world.nats.jetstreamManager()).streams.purge('TIMERS');
    await eventually(() => Date.now() > Date.parse(data.dueAt) + 6_000);
    expect(count(sessionId, 'SessionRequeued')).toBeLessThanOrEqual(1);
    await startRetrying('1');
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 60);
    expect(count(sessionId, 'SessionRequeued')).toBe(1);
  });
});

describe('a pod that can not be started', () => {
  it('is tried again where that may pass', async () => {
    await startRetrying('1');
    await world.podIsKilled(1);
    const { sessionId } = await world.execute('Add a README file');
    await world.podWasAskedFor();
    await world.podHasFailed('The disk was busy.', true, 2);
    const { data } = await world.fact(sessionId, 'podium.session.v1.SessionRetryScheduled');
    expect(data).toMatchObject({ reason: 'pod_failed', message: 'The disk was busy.' });
    await eventually(() => count(sessionId, 'SessionAdmitted') === 2);
    await world.podIsReady(3);
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 60);
  });
});

describe('a workspace that someone removed', () => {
  it('is the reason that the session fails with, and a person is needed', async () => {
    await startRetrying('1');
    const directory = world.openCode?.directory ?? '';
    await rename(directory, `${directory}-moved`);
    const { sessionId } = await world.execute('Add a README file');
    const { data } = await world.fact(sessionId, 'podium.session.v1.SessionFailed');
    expect(data).toMatchObject({ reason: 'workspace_missing', failureClass: FailureClass.NEEDS_PERSON });
    await rename(`${directory}-moved`, directory);
    const again = await world.execute('Add a README file');
    await world.fact(again.sessionId, 'podium.session.v1.SessionCompleted');
  });
});
