import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { hearSigns, type HeldSign, type SignOfLife } from '@podium/jetstream';
import { eventually } from '@podium/testing';
import type { DoomedService } from './doomed-service.ts';
import { SessionWorld } from './session-world.ts';

jest.setTimeout(240_000);

let world: SessionWorld;
let service: DoomedService | undefined;
const signs: SignOfLife[] = [];

beforeAll(async () => {
  world = await SessionWorld.create();
  await world.projectIsCreated(1);
  await world.podIsReady();
  hearSigns(world.nats, (sign) => signs.push(sign));
});
afterEach(() => service?.kill());
afterAll(() => world.dispose());

/** What was last said of a session. */
function said(sessionId: string): HeldSign | undefined {
  return signs.at(-1)?.sessions.find((held) => held.sessionId === sessionId);
}

async function agentIsHeard(sessionId: string): Promise<void> {
  await eventually(() => said(sessionId)?.lostSince === null, { timeoutSeconds: 40 });
}

describe('the signs of life of a replica', () => {
  it('say that an agent is not heard, from the cut of its events until they come again', async () => {
    service = await world.startProcess();
    const { sessionId } = await world.execute('Slowly for 12 seconds run `echo one`');
    await world.fact(sessionId, 'podium.session.v1.SessionStarted');
    await agentIsHeard(sessionId);
    expect(said(sessionId)).toMatchObject({ projectId: world.projectId });
    const cutAtMs = Date.now();
    await world.openCode?.kill();
    await eventually(() => typeof said(sessionId)?.lostSince === 'string');
    expect(Date.parse(said(sessionId)?.lostSince ?? '')).toBeGreaterThanOrEqual(cutAtMs);
    await world.openCode?.restart();
    await agentIsHeard(sessionId);
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 120);
    await eventually(() => said(sessionId) === undefined);
  });

  it('end with a replica that is killed, and come from its successor once that hears the agent', async () => {
    service = await world.startProcess();
    const { sessionId } = await world.execute('Slowly for 25 seconds run `echo two`');
    await world.fact(sessionId, 'podium.session.v1.SessionStarted');
    await agentIsHeard(sessionId);
    const first = signs.at(-1)?.replica;
    await service.kill();
    service = await world.startProcess();
    const isOfSuccessor = ({ replica }: SignOfLife): boolean => replica !== first;
    await eventually(() => signs.find(isOfSuccessor));
    // Whoever has just started says that it is there, and that it has nothing.
    expect(signs.find(isOfSuccessor)?.sessions).toEqual([]);
    await world.fact(sessionId, 'podium.session.v1.SessionTakenOver');
    await agentIsHeard(sessionId);
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 120);
  });

  it('say nothing of an agent that waits for a person: it is heard all the time', async () => {
    service = await world.startProcess();
    const { sessionId, taskId } = await world.execute('Ask me a question, then run `echo three`');
    await world.fact(sessionId, 'podium.session.v1.QuestionAsked');
    await agentIsHeard(sessionId);
    await world.ask('podium.session.v1.SessionStopRequested', { sessionId, taskId });
    await world.fact(sessionId, 'podium.session.v1.SessionCancelled');
    await eventually(() => said(sessionId) === undefined);
    const lost = signs
      .flatMap(({ sessions }) => sessions)
      .filter((held) => held.sessionId === sessionId && held.lostSince);
    expect(lost).toEqual([]);
  });
});
