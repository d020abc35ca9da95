import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signEveryMs, tellSign } from '@podium/jetstream';
import { eventually } from '@podium/testing';
import { silentAfterMs } from '../contact/contact-book.ts';
import { startHarness, type Harness } from './harness.ts';
import { connectClient } from './live-client.ts';

interface Heartbeat {
  isLogAway: boolean;
}

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

describe('a log that does not answer', () => {
  it('is told to everyone who is connected, and takes no agent for silent', async () => {
    const projectId = String((await harness.call('POST', '/api/projects', { name: 'Looked at' })).body['id']);
    const client = await connectClient(harness.gateway.url);
    const beats: Heartbeat[] = [];
    const lost: unknown[] = [];
    client.socket.on('heartbeat', (beat: Heartbeat) => beats.push(beat));
    client.socket.on('contact', (contact: { lost: unknown[] }) => lost.push(...contact.lost));
    await client.ask('steps', { projectId });
    const sessions = [{ projectId, sessionId: 'a', lostSince: null }];
    const replica = setInterval(() => tellSign(harness.nc, { replica: 'one', sessions, isLast: false }), signEveryMs);
    await eventually(() => beats.at(-1)?.isLogAway === false);
    process.kill(harness.nats.pid, 'SIGSTOP');
    try {
      await eventually(() => beats.at(-1)?.isLogAway === true);
      // Longer than silence takes.
      await pause(silentAfterMs);
    } finally {
      process.kill(harness.nats.pid, 'SIGCONT');
    }
    await eventually(() => beats.at(-1)?.isLogAway === false);
    expect(lost).toEqual([]);
    clearInterval(replica);
    client.close();
  }, 120_000);
});
