import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { OutputKind, PermissionAnswer } from '@podium/proto';
import type { RunningService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import { OpenCodeClient } from '../opencode/open-code-client.ts';
import { pendingGates } from '../opencode/gates.ts';
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

describe('a session', () => {
  it('runs to its end and leaves its whole output', async () => {
    const { sessionId } = await world.execute('Add a README file');
    const completed = await world.fact(sessionId, 'podium.session.v1.SessionCompleted');
    expect(world.story(sessionId)).toEqual([
      'SessionQueued',
      'SessionAdmitted',
      'SessionStarted',
      'TurnEnded',
      'SessionCompleted',
    ]);
    expect(completed.data.summary).toContain('README.md');
    expect(completed.data.usage?.outputTokens).toBeGreaterThan(0);
    const output = await world.output(sessionId);
    expect(output.map(({ number }) => number)).toEqual(output.map((_, index) => index + 1));
    expect(output).toHaveLength(completed.data.outputChunks);
    expect(output.at(-1)?.kind).toBe(OutputKind.DONE);
  });

  it('fails with the reason of the model', async () => {
    const { sessionId } = await world.execute('Simulate a failure');
    const failed = await world.fact(sessionId, 'podium.session.v1.SessionFailed');
    expect(failed.data.message).toContain('fails');
  });

  it('is cancelled by a stop that comes before it is queued', async () => {
    const sessionId = crypto.randomUUID();
    await world.ask('podium.session.v1.SessionStopRequested', { sessionId, taskId: 'any' });
    await world.fact(sessionId, 'podium.session.v1.SessionStopping');
    await world.execute('Add a README file', sessionId);
    await world.fact(sessionId, 'podium.session.v1.SessionCancelled');
    expect(world.story(sessionId)).toEqual(['SessionStopping', 'SessionQueued', 'SessionCancelled']);
  });

  it('waits for a slot of its project', async () => {
    const slow = [await world.execute('Slowly think'), await world.execute('Slowly think')];
    for (const { sessionId } of slow) await world.fact(sessionId, 'podium.session.v1.SessionStarted');
    const third = await world.execute('Add a README file');
    await world.fact(third.sessionId, 'podium.session.v1.SessionQueued');
    await world.ask('podium.session.v1.SessionStopRequested', slow[0] ?? third);
    const started = await world.fact(third.sessionId, 'podium.session.v1.SessionStarted');
    const freed = await world.fact(slow[0]?.sessionId ?? '', 'podium.session.v1.SessionCancelled');
    expect(started.position).toBeGreaterThan(freed.position);
    await world.ask('podium.session.v1.SessionStopRequested', slow[1] ?? third);
    await world.fact(slow[1]?.sessionId ?? '', 'podium.session.v1.SessionCancelled');
    await world.fact(third.sessionId, 'podium.session.v1.SessionCompleted');
  });

  it('is not disturbed by something in the log that is no fact', async () => {
    const { sessionId, taskId } = await world.execute('Slowly think');
    await world.fact(sessionId, 'podium.session.v1.SessionStarted');
    await world.poisonTheLog();
    await world.ask('podium.session.v1.SessionStopRequested', { sessionId, taskId });
    await world.fact(sessionId, 'podium.session.v1.SessionCancelled');
    expect((await fetch(service.healthUrl)).status).toBe(200);
  });

  it('is taken over by the next owner when its own one goes', async () => {
    const { sessionId } = await world.execute('Slowly for 6 seconds add a README');
    await world.fact(sessionId, 'podium.session.v1.SessionStarted');
    await eventually(async () => (await world.output(sessionId)).some(({ kind }) => kind === OutputKind.TEXT));
    await service.close();
    service = await world.start();
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 60);
    expect(world.story(sessionId).filter((name) => name === 'SessionStarted')).toHaveLength(1);
    expect(world.story(sessionId)).toContain('SessionTakenOver');
    const output = await world.output(sessionId);
    expect(output.map(({ number }) => number)).toEqual(output.map((_, index) => index + 1));
    const written = new Map<string, number>();
    for (const { partId = '', partOffset, text } of output) {
      expect(partOffset).toBe(written.get(partId) ?? 0);
      written.set(partId, partOffset + text.length);
    }
  });
});

describe("a session's pod", () => {
  it('is left for the next one as soon as it is gone, not when it has not answered for long', async () => {
    const { sessionId } = await world.execute('Slowly for 3 seconds add a README');
    await world.fact(sessionId, 'podium.session.v1.SessionStarted');
    await eventually(async () => (await world.output(sessionId)).some(({ kind }) => kind === OutputKind.TEXT));
    await world.podIsKilled(1);
    await world.podIsReady(2);
    await eventually(() => world.story(sessionId).filter((name) => name === 'SessionStarted').length === 2, {
      timeoutSeconds: 20,
    });
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted');
  });
});

describe('what waits for a person', () => {
  afterEach(async () => {
    const { connection } = world.openCode ?? {};
    if (connection) expect(await pendingGates(new OpenCodeClient(connection))).toEqual([]);
  });

  it('is asked once, survives a restart, and takes the first answer only', async () => {
    const { sessionId } = await world.execute('ask me a question');
    const { gateId } = (await world.fact(sessionId, 'podium.session.v1.QuestionAsked')).data;
    await service.close();
    service = await world.start();
    const answer = { sessionId, gateId, answers: [{ choices: ['Short'] }] };
    const requests = await Promise.all(
      [1, 2].map(() => world.ask('podium.session.v1.QuestionAnswerRequested', answer)),
    );
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 60);
    const story = world.story(sessionId);
    expect(story.filter((name) => name === 'QuestionAsked')).toHaveLength(1);
    expect(story.filter((name) => name === 'QuestionAnswered')).toHaveLength(1);
    expect(await Promise.race(requests.map((request) => world.refusalOf(request)))).toBe('gate_closed');
    expect((await world.output(sessionId)).map(({ text }) => text).join('')).toContain('"Short"');
  });

  it('lets the agent go on with the feedback of a refusal', async () => {
    const { sessionId } = await world.execute('needs permission');
    const { gateId } = (await world.fact(sessionId, 'podium.session.v1.PermissionAsked')).data;
    const refusal = { sessionId, gateId, answer: PermissionAnswer.REJECT, feedback: 'Stay inside.' };
    await world.ask('podium.session.v1.PermissionAnswerRequested', refusal);
    const completed = await world.fact(sessionId, 'podium.session.v1.SessionCompleted');
    expect(completed.data.summary).toContain('Stay inside.');
  });

  it('can not be allowed any more once the session was stopped', async () => {
    const { sessionId, taskId } = await world.execute('needs permission');
    const { gateId } = (await world.fact(sessionId, 'podium.session.v1.PermissionAsked')).data;
    await world.ask('podium.session.v1.SessionStopRequested', { sessionId, taskId });
    await world.fact(sessionId, 'podium.session.v1.SessionCancelled');
    const late = { sessionId, gateId, answer: PermissionAnswer.ONCE };
    const request = await world.ask('podium.session.v1.PermissionAnswerRequested', late);
    expect(await world.refusalOf(request)).toBe('gate_closed');
  });
});

describe('a session of a deleted project', () => {
  it('is cancelled while it runs, and its output is gone', async () => {
    const { sessionId } = await world.execute('Talk slowly for 60 seconds');
    await world.fact(sessionId, 'podium.session.v1.SessionStarted');
    await eventually(async () => (await world.output(sessionId)).some(({ kind }) => kind === OutputKind.TEXT));
    await world.projectIsDeleted();
    const { data } = await world.fact(sessionId, 'podium.session.v1.SessionCancelled');
    expect(data.reason).toBe('project_deleted');
    await eventually(async () => (await world.output(sessionId)).length === 0);
  });

  it('is cancelled also where it was executed at the same moment', async () => {
    const { sessionId } = await world.execute('Add a README file');
    const { data } = await world.fact(sessionId, 'podium.session.v1.SessionCancelled');
    expect(data.reason).toBe('project_deleted');
  });
});
