import { expect } from '@playwright/test';
import { connectToNats, JetStreamEventLog, requestSubject, scanFacts, streams } from '@podium/jetstream';
import type { RecordedFact } from '@podium/proto';
import { moments, untilMoment } from './moments.ts';
import { test, type SessionWorld } from './session-world.ts';

type NatsConnection = Awaited<ReturnType<typeof connectToNats>>;

/** Conversations nobody knows of are removed after ten looks. */
const lookSeconds = 1;

test.use({ worldOptions: { env: { PODIUM_RECONCILE_SECONDS: String(lookSeconds) } } });
test.setTimeout(180_000);

test('a session whose work message has vanished is handed out again', async ({ world }) => {
  const [, firstByte] = moments;
  if (!firstByte) throw new Error('There is no such moment.');
  const projectId = await world.createProject('Lost work');
  const task = await world.execute(projectId, firstByte.title(400), 'lost-work');
  await untilMoment(firstByte, world, task, 400);
  const id = String((await world.session(task))?.id);
  await withNats(world, async (nats) => {
    const api = await nats.jetstreamManager();
    await api.streams.purge(streams.requests, { filter: requestSubject({ projectId, lane: 'session-run', id }) });
  });
  await world.stack.killService('session-svc');
  await world.settled(task);

  expect((await world.client.sessions(task)).map(({ status }) => status)).toEqual(['completed']);
  await expect.poll(() => world.outputFaults(task)).toEqual([]);
  const facts = await withNats(world, (nats) =>
    new JetStreamEventLog(nats).load({ projectId, context: 'session', id }),
  );
  expect(facts).toContainEqual(
    expect.objectContaining({
      type: 'podium.session.v1.SessionRecovered',
      data: expect.objectContaining({ problem: 'work_lost' }),
    }),
  );
});

test('conversations without a session are ended, and removed where nobody ever knew of them', async ({ world }) => {
  const projectId = await world.createProject('Strays');
  const runtime = world.runtime(projectId);
  const unknown = await runtime.createSession('Made by someone who died');
  const task = await world.execute(projectId, 'Write a note (case 401)', 'strays');
  await world.settled(task);
  const [known = ''] = world.sentFor('(case 401)').map(({ runtimeSessionId }) => runtimeSessionId);
  await runtime.prompt(known, 'Slowly for 300 seconds: nobody asked for this.');

  await expect
    .poll(() => cleaned(world, projectId), { timeout: 60_000 })
    .toEqual(
      expect.arrayContaining([
        expect.objectContaining({ runtimeSessionId: known, problem: 'ended' }),
        expect.objectContaining({ runtimeSessionId: unknown, problem: 'unknown' }),
      ]),
    );
  expect(await runtime.status()).toEqual({});
  expect(await runtime.sessionIds()).toEqual([known]);
});

async function cleaned(world: SessionWorld, projectId: string): Promise<unknown[]> {
  const facts: RecordedFact[] = [];
  await withNats(world, async (nats) => {
    for await (const batch of scanFacts(nats, { projectId, contexts: ['session'] })) facts.push(...batch);
  });
  return facts.flatMap((fact) => (fact.type === 'podium.session.v1.RuntimeSessionCleaned' ? [fact.data] : []));
}

async function withNats<T>(world: SessionWorld, work: (nats: NatsConnection) => Promise<T>): Promise<T> {
  const nats = await connectToNats({ url: world.stack.natsUrl(), name: 'fault suite' });
  try {
    return await work(nats);
  } finally {
    await nats.close();
  }
}
