import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { AttachmentStore } from '@podium/jetstream';
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
    const slow = new Set<ClientRequest>();
    const ends: (number | undefined)[] = [];
    const begin = (): void => {
      const upload = request(url, { method: 'POST', headers });
      upload.on('response', (answer: IncomingMessage) => {
        answer.resume();
        if (answer.statusCode === 429) slow.delete(upload);
        else ends.push(answer.statusCode);
      });
      upload.on('error', () => slow.delete(upload));
      upload.write('x');
      slow.add(upload);
    };
    const path = url.pathname + url.search;
    const send = (): Promise<Answer> => harness.call('POST', path, 'hello', { 'content-type': 'text/plain' });
    // What is sent to find out may overtake one of the slow ones: that one is refused then, and begun again.
    await eventually(async () => {
      while (slow.size < 8) begin();
      await new Promise((resolve) => setTimeout(resolve, 200));
      return (await send()).status === 429;
    });
    expectRefusal(await send());
    for (const upload of slow) upload.end('y');
    await eventually(() => ends.length === 8);
    expect(ends).toEqual(Array.from({ length: 8 }, () => 201));
    expect((await send()).status).toBe(201);
  });

  it('holds until they are stored: a log that is slow must not make them fill the memory', async () => {
    const send = (): Promise<Answer> =>
      harness.call('POST', `/api/projects/${projectId}/attachments?name=a.txt`, 'hello', {
        'content-type': 'text/plain',
      });
    process.kill(harness.nats.pid, 'SIGSTOP');
    try {
      // These have arrived, and wait for the log; it would answer none of them.
      const waiting = Array.from({ length: 9 }, send);
      expectRefusal(await Promise.race(waiting));
    } finally {
      process.kill(harness.nats.pid, 'SIGCONT');
    }
    await eventually(async () => (await send()).status === 201);
  });
});

describe('the room for files', () => {
  const mib = 1024 * 1024;
  const send = (bytes: number, headers: Record<string, string> = {}): Promise<Answer> =>
    harness.call('POST', `/api/projects/${projectId}/attachments?name=a.txt`, 'x'.repeat(bytes), {
      'content-type': 'text/plain',
      ...headers,
    });
  beforeAll(async () => {
    projectId = String((await harness.call('POST', '/api/projects', { name: 'Files' })).body['id']);
    await harness.restart({ PODIUM_FILE_MIB: '2', PODIUM_PROJECT_FILES_MIB: '5' });
  });
  afterAll(() => harness.restart());

  it('is limited for one file, and both are said', async () => {
    expect((await harness.call('GET', '/api/system')).body).toMatchObject({ max_file_bytes: 2 * mib });
    const { status, body } = await send(2 * mib + 1);
    expect([status, body]).toMatchObject([413, { code: 'payload_too_large', limit_bytes: 2 * mib }]);
    expect(body['detail']).toContain('2 MiB');
  });

  it('is limited for a project, also where many come at once, and says what is used', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, index) => send(2 * mib, { 'idempotency-key': `k${index}` })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 413, 413, 413]);
    const { body } = await send(2 * mib);
    expect(body).toMatchObject({ code: 'project_files_full', used_bytes: 4 * mib, limit_bytes: 5 * mib });
    expect(body['detail']).toMatch(/take up 4 of 5 MiB, and this one has 2\. Send a smaller one, or ask/);
    // What was stored is answered again, where there is room or not; a smaller one fits.
    const stored = answers.findIndex(({ status }) => status === 201);
    const again = await send(2 * mib, { 'idempotency-key': `k${stored}` });
    expect([again.status, again.body['id']]).toEqual([201, answers[stored]?.body['id']]);
    expect((await send(mib)).status).toBe(201);
  });

  it('is known to a gateway that has just started, and freed with the project', async () => {
    const other = await harness.replica({ PODIUM_FILE_MIB: '2', PODIUM_PROJECT_FILES_MIB: '5' });
    const path = `/api/projects/${projectId}/attachments?name=b`;
    const headers = { 'content-type': 'text/plain' };
    const sendThere = (): Promise<Response> => fetch(other.url + path, { method: 'POST', headers, body: 'x' });
    expect((await sendThere()).status).toBe(413);
    await new AttachmentStore(harness.nc).deleteProject(projectId);
    await eventually(async () => (await sendThere()).status === 201);
    await other.close();
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

describe('the limit of what is open', () => {
  const most = 3;
  beforeEach(() => harness.restart({ PODIUM_CONNECTIONS_PER_PERSON: String(most) }));
  afterAll(() => harness.restart());

  const problem = { status: 429, code: 'too_many_requests', retry_after_seconds: 15 };

  it('refuses one more window in words, keeps those that are there, and lets it in once one is closed', async () => {
    const open = await Promise.all(Array.from({ length: most }, () => connectClient(harness.gateway.url)));
    const refusal = connectClient(harness.gateway.url);
    await expect(refusal).rejects.toMatchObject({ message: expect.stringContaining('Close some'), data: problem });
    for (const client of open) expect(await client.ask('steps', { projectId })).toEqual({});
    expectRefusal(await harness.call('GET', `/api/events?project_id=${projectId}`));
    open.pop()?.close();
    await eventually(async () => {
      const client = await connectClient(harness.gateway.url).catch(() => undefined);
      if (client) open.push(client);
      return client !== undefined;
    });
    for (const client of open) client.close();
  });

  it('counts streams, and those that are over no more', async () => {
    const abort = new AbortController();
    const stream = (): Promise<Response> =>
      fetch(`${harness.gateway.url}/api/events?project_id=${projectId}`, { signal: abort.signal });
    await eventually(async () => {
      const { status, body } = await stream();
      if (status === 429) await body?.cancel();
      return status === 429;
    });
    await expect(connectClient(harness.gateway.url)).rejects.toMatchObject({ data: problem });
    abort.abort();
    await eventually(async () => {
      const client = await connectClient(harness.gateway.url).catch(() => undefined);
      client?.close();
      return client !== undefined;
    });
  });

  it('holds for connections that never say what they are for', async () => {
    const handshake = (): Promise<Response> => fetch(`${harness.gateway.url}/socket.io/?EIO=4&transport=polling`);
    const answers: number[] = [];
    for (let made = 0; made < most * 2 + 2; made += 1) answers.push((await handshake()).status);
    expect(answers).toEqual([...Array.from({ length: most * 2 }, () => 200), 403, 403]);
  });
});
