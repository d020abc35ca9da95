import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHarness, type Answer, type Harness } from './harness.ts';
import { connectClient } from './live-client.ts';

/** Longer than what a gateway with nothing to do takes to end. */
const slowMs = 2_000;

let harness: Harness;
let projectId: string;
beforeAll(async () => {
  harness = await startHarness();
  projectId = String((await harness.call('POST', '/api/projects', { name: 'Busy' })).body['id']);
});
afterAll(() => harness.close());

/** A file whose second half is sent when the caller says so. */
async function beginUpload(): Promise<{ upload: ClientRequest; answer: Promise<IncomingMessage> }> {
  const upload = request(`${harness.gateway.url}/api/projects/${projectId}/attachments?name=slow.txt`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', 'content-length': '2' },
  });
  const answer = once(upload, 'response').then(([response]) => response as IncomingMessage);
  upload.write('x');
  await once(upload, 'socket');
  return { upload, answer };
}

describe('a gateway that is told to end', () => {
  it('answers what it has begun, ends its streams, and lets windows connect elsewhere', async () => {
    const { url } = harness.gateway;
    const { upload, answer } = await beginUpload();
    const stream = await fetch(`${url}/api/events?project_id=${projectId}`);
    const client = await connectClient(url);
    const reasons: string[] = [];
    client.socket.on('disconnect', (reason) => reasons.push(reason));
    await client.ask('subscribe', { projectId });
    harness.services.stop();
    const unread = harness.nc.subscribe('req.>', { max: 1 });
    await harness.nc.flush();
    const write: Promise<Answer> = harness.call('POST', `/api/projects/${projectId}/tasks`, { title: 'In flight' });
    for await (const _ of unread) break;

    const begun = performance.now();
    const closing = harness.gateway.close();
    await stream.text();
    const streamMs = performance.now() - begun;
    await pause(slowMs);
    harness.services.start();
    upload.end('y');
    const [stored, written] = await Promise.all([answer, write]);
    stored.resume();
    expect([stored.statusCode, written.status]).toEqual([201, 202]);
    expect(streamMs).toBeLessThan(slowMs);
    // Only these make a client of Socket.IO connect again by itself.
    expect(['transport close', 'transport error']).toContain(reasons[0]);
    await closing;
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
    await harness.restart();
  });
});
