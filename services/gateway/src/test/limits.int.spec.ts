import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { eventually } from '@podium/testing';
import { startHarness, type Answer, type Harness } from './harness.ts';
import { connectClient } from './live-client.ts';

let harness: Harness;
let projectId: string;
beforeAll(async () => {
  harness = await startHarness();
  projectId = String((await harness.call('POST', '/api/projects', { name: 'Busy' })).body['id']);
});
afterAll(() => harness.close());

function expectRefusal({ status, body, headers }: Answer): void {
  expect([status, body['code']]).toEqual([429, 'too_many_requests']);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
}

describe('the write limit', () => {
  it('answers 429 with the time to wait, and leaves reads alone', async () => {
    await harness.restart({ PODIUM_WRITES_PER_SECOND: '5' });
    const answers = await Promise.all(
      // More than it lets through in the seconds that they take on a busy machine.
      Array.from({ length: 60 }, () => harness.call('PATCH', '/api/projects/nobody', { name: 'x' })),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(2);
    for (const answer of refused) expectRefusal(answer);
    expect((await harness.call('GET', '/api/projects')).status).toBe(200);
  });
});

describe('the limit of costly reads', () => {
  beforeAll(() => harness.restart({ PODIUM_COSTLY_READS_PER_MINUTE: '102' }));

  it('counts an export as many looks, and leaves the board and its cards alone', async () => {
    const read = (path: string): Promise<Answer> => harness.call('GET', path);
    const board = `/api/projects/${projectId}/board`;
    expect((await read('/api/events/export')).status).toBe(200);
    expect((await read(`${board}?at=1`)).status).toBe(200);
    expect((await read(`/api/projects/${projectId}/timeline`)).status).toBe(200);
    const costly = [`${board}?at=1`, '/api/events/export', '/api/events', '/api/tasks/t1/history', '/api/usage'];
    costly.push(`/api/projects/${projectId}/tasks?text=x`, `/api/sessions/s1/activity`);
    for (const path of costly) expectRefusal(await read(path));
    for (const path of [board, '/api/projects', '/api/inbox', `/api/projects/${projectId}/tasks`]) {
      expect([path, (await read(path)).status]).toEqual([path, 200]);
    }
  });
});

describe('the limit of uploads', () => {
  it('is of those that are on their way at once', async () => {
    const url = new URL(`${harness.gateway.url}/api/projects/${projectId}/attachments?name=a.txt`);
    const headers = { 'content-type': 'text/plain', 'content-length': '2' };
    const slow = Array.from({ length: 16 }, () => request(url, { method: 'POST', headers }));
    const answers = slow.map((upload) => once(upload, 'response') as Promise<[IncomingMessage]>);
    for (const upload of slow) upload.write('x');
    const path = url.pathname + url.search;
    const send = (): Promise<Answer> => harness.call('POST', path, 'hello', { 'content-type': 'text/plain' });
    await eventually(async () => (await send()).status === 429);
    expectRefusal(await send());
    for (const upload of slow) upload.end('y');
    for (const [answer] of await Promise.all(answers)) {
      answer.resume();
      expect(answer.statusCode).toBe(201);
    }
    expect((await send()).status).toBe(201);
  });
});

describe('the limit of messages', () => {
  beforeAll(() => harness.restart({ PODIUM_MESSAGES_PER_MINUTE: '20' }));

  it('answers with an error and the time to wait, in all windows of a person, and does nothing', async () => {
    const [one, two] = [await connectClient(harness.gateway.url), await connectClient(harness.gateway.url)];
    for (let sent = 0; sent < 10; sent += 1) {
      for (const client of [one, two]) expect(await client.ask('steps', { projectId })).toEqual({});
    }
    const people: unknown[] = [];
    one.socket.on('presence', (present: unknown) => people.push(present));
    // Those that want no answer are not answered.
    one.socket.emit('steps', { projectId });
    for (const message of ['subscribe', 'output', 'steps', 'watch', 'no message of ours']) {
      for (const client of [one, two]) {
        const { error } = await client.ask(message, { projectId, sessionId: 's1' });
        expect(error).toMatchObject({ status: 429, code: 'too_many_requests' });
        expect((error as Record<string, unknown>)['retry_after_seconds']).toBeGreaterThan(0);
      }
    }
    expect([people, one.facts, one.socket.connected]).toEqual([[], [], true]);
    one.close();
    two.close();
  });
});
