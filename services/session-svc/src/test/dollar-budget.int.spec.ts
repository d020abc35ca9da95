import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { BudgetPeriod, type Recorded } from '@podium/proto';
import type { RunningService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import { OpenCodeClient } from '../opencode/open-code-client.ts';
import { SessionWorld } from './session-world.ts';

// A real OpenCode on a busy machine.
jest.setTimeout(120_000);

type Exceeded = Recorded<'podium.session.v1.BudgetExceeded'>;

let world: SessionWorld;
let service: RunningService;

beforeAll(async () => {
  world = await SessionWorld.create();
  service = await world.start();
  await world.projectIsCreated(1);
  await world.podIsReady();
});
afterAll(async () => {
  await service.close();
  await world.dispose();
});

function budget(limitUsd: number): Promise<void> {
  return world.projectIsEdited({ budget: { limitUsd, warnPercent: 80, period: BudgetPeriod.MONTH } });
}

it('a budget in dollars stops a turn that would never end, holds the next session, and lets it go when it is raised', async () => {
  // What the model costs is what OpenCode makes of its tokens and its price.
  const small = await world.execute('Run `echo hello`');
  const { data: paid } = await world.fact(small.sessionId, 'podium.session.v1.SessionCompleted', 60);
  const oneUsd = paid.usage?.costUsd ?? 0;
  expect(oneUsd).toBeGreaterThan(0);

  const limitUsd = oneUsd * 6;
  await budget(limitUsd);
  const { sessionId } = await world.execute('The model loops');
  // One that waits for the slot is not given it, only to be stopped.
  await world.fact(sessionId, 'podium.session.v1.SessionStarted');
  const waiting = await world.execute('Run `echo waiting`');
  const stopped = await world.fact(sessionId, 'podium.session.v1.SessionCancelled', 60);
  expect(stopped.data.reason).toBe('budget_exceeded');
  const spent = oneUsd + (stopped.data.usage?.costUsd ?? 0);
  expect(spent).toBeGreaterThanOrEqual(limitUsd);
  // Seen after the answer that used it up, and not many answers later.
  expect(spent).toBeLessThan(limitUsd + oneUsd * 4);
  const { data: started } = await world.fact(sessionId, 'podium.session.v1.SessionStarted');
  const client = new OpenCodeClient(world.openCode?.connection ?? never());
  expect(await client.status(started.runtimeSessionId)).toEqual({ type: 'idle' });

  const exceeded = await eventually(() => {
    return world.facts('budget').find((fact): fact is Exceeded => fact.type === 'podium.session.v1.BudgetExceeded');
  });
  expect(exceeded.data).toMatchObject({ limitUsd });
  expect(exceeded.data.costUsd).toBeCloseTo(spent, 6);

  const held = await world.execute('Run `echo later`');
  await world.fact(held.sessionId, 'podium.session.v1.SessionQueued');
  expect(world.story(waiting.sessionId)).toEqual(['SessionQueued']);
  await budget(100);
  await world.fact(held.sessionId, 'podium.session.v1.SessionCompleted', 60);
  const names = world.facts('budget').map(({ type }) => type.split('.').at(-1));
  expect(names).toEqual(['BudgetExceeded', 'BudgetRestored']);
  const admitted = await world.fact(held.sessionId, 'podium.session.v1.SessionAdmitted');
  expect(admitted.position).toBeGreaterThan(exceeded.position);
  await world.fact(waiting.sessionId, 'podium.session.v1.SessionCompleted', 60);
});

function never(): never {
  throw new Error('There is no pod');
}
