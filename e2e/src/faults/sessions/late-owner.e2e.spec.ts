import { expect } from '@playwright/test';
import { connectToNats, JetStreamEventLog } from '@podium/jetstream';
import type { TaskRef } from '@podium/stack-driver';
import { moments, untilMoment } from './moments.ts';
import { test, type SessionWorld } from './session-world.ts';

/**
 * A session's message waits ten seconds for a sign of life of its owner; and the one who sleeps may be handed it once
 * more, as long as the server holds a place for him.
 */
const takenOverWithinSeconds = 60;

test.skip(process.platform !== 'linux', 'A second process of a service is made from what /proc says of the first.');
test.setTimeout(300_000);

/** The short form has one of them. */
const isWhole = process.env['PODIUM_FAULT_CASES'] !== undefined;
const steps = ['in a tool call', ...(isWhole ? ['at the first byte'] : [])];

for (const [index, at] of steps.entries()) {
  const number = 200 + index;
  test(`an owner that was stopped ${at} comes back late and changes nothing`, async ({ world }) => {
    const moment = moments.find(({ name }) => name === at);
    if (!moment) throw new Error(`There is no moment "${at}".`);
    const { faults } = world;
    const projectId = await world.createProject(`Late ${number}`);
    const title = moment.title(number).replace('4 seconds', '75 seconds').replace('sleep 4', 'sleep 75');
    const task = await world.execute(projectId, title, `late-${number}`);
    await untilMoment(moment, world, task, number);
    const owner = faults.pidOf('session-svc');
    faults.signal(owner, 'SIGSTOP');
    const replica = faults.startReplica('session-svc');
    try {
      await expect
        .poll(() => factsOfSession(world, task), { timeout: takenOverWithinSeconds * 1000 })
        .toContain('SessionTakenOver');
      faults.signal(owner, 'SIGCONT');
      await world.settled(task);

      expect((await world.client.sessions(task)).map(({ status }) => status)).toEqual(['completed']);
      await expect.poll(() => world.outputFaults(task)).toEqual([]);
    } finally {
      faults.signal(owner, 'SIGCONT');
      replica.kill('SIGTERM');
    }
    await world.client.write('DELETE', `/api/projects/${projectId}`, {}, `late-${number}-delete`);
  });
}

async function factsOfSession(world: SessionWorld, task: TaskRef): Promise<string[]> {
  const nats = await connectToNats({ url: world.stack.natsUrl(), name: 'fault suite' });
  try {
    const id = String((await world.session(task))?.id);
    const facts = await new JetStreamEventLog(nats).load({ projectId: task.project_id, context: 'session', id });
    return facts.map(({ type }) => type.slice(type.lastIndexOf('.') + 1));
  } finally {
    await nats.close();
  }
}
