import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FailureClass, type SessionLimits } from '@podium/proto';
import type { Environment, RunningService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import { OpenCodeClient } from '../opencode/open-code-client.ts';
import type { DoomedService } from './doomed-service.ts';
import { SessionWorld } from './session-world.ts';

jest.setTimeout(240_000);

let world: SessionWorld;
let service: RunningService | undefined;
let doomed: DoomedService | undefined;

const unlimited: SessionLimits = { minutes: 0, idleMinutes: 0, steps: 0, tokens: 0, costUsd: 0 };

beforeAll(async () => {
  world = await SessionWorld.create();
  await world.projectIsCreated(3);
  await world.podIsReady();
});

afterEach(async () => {
  await service?.close();
  await doomed?.kill();
  service = undefined;
  doomed = undefined;
});

afterAll(() => world.dispose());

async function limit(limits: Partial<SessionLimits>): Promise<void> {
  await world.projectIsEdited({ sessionLimits: { ...unlimited, ...limits } });
}

/** The session fails with that limit, and nothing of it runs any more. */
async function expectStoppedBy(reason: string, sessionId: string): Promise<void> {
  const { data } = await world.fact(sessionId, 'podium.session.v1.SessionFailed', 150);
  expect({ reason: data.reason, failureClass: data.failureClass }).toEqual({
    reason,
    failureClass: FailureClass.NEEDS_PERSON,
  });
  expect(data.message).toContain('Raise the limit');
  expect((await world.output(sessionId)).map(({ text }) => text)).toContain(data.message);
  const { data: started } = await world.fact(sessionId, 'podium.session.v1.SessionStarted');
  const client = new OpenCodeClient(world.openCode?.connection ?? never());
  expect(await client.status(started.runtimeSessionId)).toEqual({ type: 'idle' });
}

function never(): never {
  throw new Error('There is no pod');
}

describe('a session that takes more than its project allows', () => {
  it('is stopped when its model loops for ever', async () => {
    service = await world.start();
    await limit({ steps: 5 });
    const { sessionId } = await world.execute('the model loops');
    await expectStoppedBy('limit_steps', sessionId);
  });

  it('is stopped when it has used too many tokens', async () => {
    service = await world.start();
    await limit({ tokens: 5_000 });
    const { sessionId } = await world.execute('the model loops');
    await expectStoppedBy('limit_tokens', sessionId);
  });

  it('is stopped when it has cost too much', async () => {
    service = await world.start();
    await limit({ costUsd: 0.005 });
    const { sessionId } = await world.execute('the model loops');
    await expectStoppedBy('limit_cost', sessionId);
  });

  it('is stopped when its model hangs, also where its owner dies meanwhile', async () => {
    // Long enough for the next owner to be there before it is over.
    const minuteSeconds = 15;
    doomed = await world.startProcess(minutesOf(minuteSeconds));
    await limit({ idleMinutes: 1 });
    const { sessionId } = await world.execute('the model hangs');
    const started = await world.fact(sessionId, 'podium.session.v1.SessionStarted');
    const client = new OpenCodeClient(world.openCode?.connection ?? never());
    await eventually(async () => (await client.status(started.data.runtimeSessionId)).type === 'busy');
    await doomed.kill();
    const killedAtMs = Date.now();
    service = await world.start(minutesOf(minuteSeconds));
    await expectStoppedBy('limit_idle', sessionId);
    const stopping = await world.fact(sessionId, 'podium.session.v1.SessionStopping');
    const stoppedAtMs = Date.parse(stopping.time);
    expect(stoppedAtMs - Date.parse(started.time)).toBeGreaterThanOrEqual(minuteSeconds * 1000);
    // A work message comes to another owner at the earliest so long after its first owner's last sign of life.
    const earliestTakeOverMs = killedAtMs + 6_600;
    // A count from the take-over on would have ended later.
    expect(stoppedAtMs).toBeLessThan(earliestTakeOverMs + minuteSeconds * 1000);
  });

  it('is not stopped for a time in which its machine slept', async () => {
    doomed = await world.startProcess();
    await limit({ idleMinutes: 1, minutes: 1 });
    const { sessionId } = await world.execute('the model hangs');
    const started = await world.fact(sessionId, 'podium.session.v1.SessionStarted');
    await eventually(async () => (await world.output(sessionId)).length > 0);
    doomed.hold();
    await eventually(() => Date.now() > Date.parse(started.time) + 65_000, { timeoutSeconds: 70 });
    doomed.letGo();
    const { data } = await world.fact(sessionId, 'podium.session.v1.SessionSuspended', 30);
    expect(Date.parse(data.resumedAt) - Date.parse(data.suspendedAt)).toBeGreaterThan(30_000);
    const stopping = world.fact(sessionId, 'podium.session.v1.SessionStopping', 120);
    expect(Date.parse((await stopping).time) - Date.parse(data.resumedAt)).toBeGreaterThan(45_000);
    // Its message was handed out again meanwhile, to the same process: nothing was begun twice.
    expect(world.story(sessionId).filter((name) => name === 'SessionStarted')).toHaveLength(1);
    const client = new OpenCodeClient(world.openCode?.connection ?? never());
    const messages = await client.messages(started.data.runtimeSessionId);
    expect(messages.filter(({ info }) => info.role === 'user')).toHaveLength(1);
  });

  it('is stopped when it works for too long; the time in which it waits for people does not count', async () => {
    // Longer than a busy machine takes to ask.
    const minuteSeconds = 15;
    service = await world.start(minutesOf(minuteSeconds));
    await limit({ minutes: 1 });
    await world.projectIsEdited({ gateTimeoutMinutes: 1 });
    const permission = await world.execute('needs permission');
    const question = await world.execute('ask me a question');
    await world.fact(permission.sessionId, 'podium.session.v1.PermissionAsked');
    await world.fact(question.sessionId, 'podium.session.v1.QuestionAsked');
    // What waits is known to the log, not to the process that asked.
    await service.close();
    service = await world.start(minutesOf(minuteSeconds));
    const { sessionId } = await world.execute('Talk slowly for 180 seconds');
    for (const waiting of [permission, question]) await expectTimedOutAndCompleted(waiting.sessionId, minuteSeconds);
    const said = (await world.output(permission.sessionId)).map(({ text }) => text).join('');
    expect(said).toContain('Nobody answered');
    await expectStoppedBy('limit_time', sessionId);
  });
});

/** Minutes that last so many seconds. */
function minutesOf(seconds: number): Environment {
  return { PODIUM_MINUTE_SECONDS: String(seconds) };
}

/** The session's gate is closed after a minute without an answer, and the agent goes on to its end. */
async function expectTimedOutAndCompleted(sessionId: string, minuteSeconds: number): Promise<void> {
  const { data, time } = await world.fact(sessionId, 'podium.session.v1.GateClosed', 90);
  expect(data.reason).toBe('timed_out');
  const asked = world.facts(sessionId).find(({ type }) => type.endsWith('Asked'));
  expect(Date.parse(time) - Date.parse(asked?.time ?? '')).toBeGreaterThanOrEqual(minuteSeconds * 1000);
  await world.fact(sessionId, 'podium.session.v1.SessionCompleted');
}
