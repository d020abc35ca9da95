import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@podium/testing';
import { startHarness, type Harness } from './harness.ts';
import { connectClient, type TestClient } from './live-client.ts';

let harness: Harness;
let projectId: string;
let client: TestClient;

beforeAll(async () => {
  harness = await startHarness();
  projectId = String((await harness.call('POST', '/api/projects', { name: 'Live' })).body['id']);
  client = await connectClient(harness.gateway.url);
});
afterAll(async () => {
  client.close();
  await harness.close();
});

const messages = ['subscribe', 'unsubscribe', 'output', 'output-stop', 'steps', 'watch'];
const long = 'x'.repeat(50_000);
const garbage: readonly unknown[] = [
  null,
  0,
  'text',
  true,
  [],
  [[[]]],
  { projectId: null },
  { projectId: '' },
  { projectId: '*' },
  { projectId: '>' },
  { projectId: 'a.b' },
  { projectId: '../x' },
  { projectId: '\u0000' },
  { projectId: '\ud800' },
  { projectId: long },
  { projectId: ['p1'] },
  { projectId: { $ne: null } },
  { projectId: '__proto__', sessionId: 'constructor' },
  { after: -1 },
  { after: 1.5 },
  { after: '7' },
  { after: 1e300 },
  { after: Number.MAX_SAFE_INTEGER + 1 },
  { sessionId: '*' },
  { sessionId: null },
  Buffer.from([0xff, 0x00]),
];

/** Raw bytes to the gateway's port; what it sends back is put together in `told`. */
async function rawSocket(...lines: readonly string[]): Promise<{ socket: Socket; told: () => string }> {
  const socket = connect(Number(new URL(harness.gateway.url).port), '127.0.0.1');
  let told = '';
  socket.on('data', (bytes: Buffer) => (told += bytes.toString('latin1')));
  // Being cut off is what these are for.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(lines.join('\r\n'));
  return { socket, told: () => told };
}

describe('messages that mean nothing', () => {
  it.each(messages)('%s: are answered, with a problem or as what they are, and nothing breaks', async (message) => {
    for (const body of garbage) {
      const answer = await client.ask(message, body);
      const { status = 200 } = (answer['error'] ?? {}) as { status?: number };
      expect([message, body, status < 500]).toEqual([message, body, true]);
      expect(JSON.stringify(answer)).not.toMatch(/node_modules|\bat \S+ \(/);
    }
    client.socket.emit(message);
    client.socket.emit(message, 'a', 'b', 'c');
    expect(await client.ask(message, { projectId, sessionId: 's1' })).not.toHaveProperty('error');
  });

  it('that nobody knows change nothing', async () => {
    for (const message of ['', '__proto__', 'constructor', 'toString', 'join', 'disconnecting', long]) {
      client.socket.emit(message === 'disconnecting' ? 'disconnected' : message, { projectId });
    }
    expect(await client.ask('steps', { projectId })).toEqual({});
  });
});

describe('cursors', () => {
  it('of the future are answered with the present, and live facts follow', async () => {
    const late = await connectClient(harness.gateway.url);
    const answer = await late.ask('subscribe', { projectId, after: Number.MAX_SAFE_INTEGER });
    const head = (await harness.nc.jetstreamManager().then((manager) => manager.streams.info('EVENTS'))).state.last_seq;
    expect([answer['snapshotNeeded'], answer['position']]).toEqual([true, head]);
    expect(await late.ask('subscribe', { projectId, after: head })).toMatchObject({ position: head });
    await harness.call('POST', `/api/projects/${projectId}/tasks`, { title: 'Later' });
    await eventually(() => late.facts.length === 1);
    late.close();
  });

  it('of an output that has not come so far are waited for', async () => {
    const far = { projectId, sessionId: 'far', after: Number.MAX_SAFE_INTEGER };
    expect(await client.ask('output', far)).toEqual({ sequence: far.after });
    expect(await client.ask('output-stop', far)).toEqual({});
  });

  it('of streams of events are numbers of the log or refused', async () => {
    for (const after of ['-1', '1.5', 'x', '9'.repeat(40), '%00']) {
      const { status } = await harness.call('GET', `/api/events?after=${after}`);
      expect([after, status]).toEqual([after, 422]);
    }
    for (const id of ['-1', 'x', '9'.repeat(40)]) {
      const headers = { 'last-event-id': id };
      const response = await fetch(`${harness.gateway.url}/api/events`, { headers });
      expect([id, response.status < 500]).toEqual([id, true]);
      await response.body?.cancel();
    }
  });
});

describe('packets that are none', () => {
  it('end the connection that sent them, and no other', async () => {
    for (const packet of [
      '',
      '9',
      '4',
      '42',
      '42[',
      '42{}',
      '42["subscribe"',
      '451-["x"]',
      '5',
      '44{"a":1}',
      '4\u0000',
      `42["x","${long.repeat(3)}"]`,
    ]) {
      const bad = await connectClient(harness.gateway.url);
      const transport = bad.socket.io.engine.transport as unknown as { ws: { send(text: string): void } };
      transport.ws.send(packet);
      await bad.ask('steps', {}).catch(() => undefined);
      bad.close();
      expect(await client.ask('steps', { projectId })).toEqual({});
    }
  });
});

describe('requests that are none', () => {
  const host = (): string => `Host: ${new URL(harness.gateway.url).host}`;

  it.each([
    ['two lengths', ['POST /api/projects HTTP/1.1', 'HOST', 'Content-Length: 2', 'Content-Length: 3', '', '{}']],
    [
      'length and chunks',
      ['POST /api/projects HTTP/1.1', 'HOST', 'Content-Length: 2', 'Transfer-Encoding: chunked', '', '{}'],
    ],
    [
      'a chunk that is none',
      [
        'POST /api/projects HTTP/1.1',
        'HOST',
        'Content-Type: application/json',
        'Transfer-Encoding: chunked',
        '',
        'zz',
        '',
      ],
    ],
    ['a header line without a name', ['GET /api/projects HTTP/1.1', 'HOST', ': x', '', '']],
    ['a NUL in a header', ['GET /api/projects HTTP/1.1', 'HOST', 'X: a\u0000b', '', '']],
    ['headers without an end', ['GET /api/projects HTTP/1.1', 'HOST', `X: ${'x'.repeat(70_000)}`, '', '']],
    ['no HTTP', ['\u0016\u0003\u0001', '', '']],
    ['two hosts', ['GET /api/projects HTTP/1.1', 'HOST', 'Host: evil.example', '', '']],
    ['no host', ['GET /api/projects HTTP/1.1', '', '']],
    ['another version', ['GET /api/projects HTTP/3.7', 'HOST', '', '']],
    ['an address of elsewhere', ['GET http://evil.example/api/projects HTTP/1.1', 'Host: evil.example', '', '']],
    ['a tunnel', ['CONNECT evil.example:443 HTTP/1.1', 'Host: evil.example', '', '']],
  ])('%s: are refused or cut off', async (_, lines) => {
    const { socket, told } = await rawSocket(...lines.map((line) => (line === 'HOST' ? host() : line)));
    await eventually(() => /^HTTP\/1\.1 4\d\d /.test(told()) || socket.destroyed);
    socket.destroy();
    expect((await harness.call('GET', '/api/projects')).status).toBe(200);
  });

  it('paths that leave their folder or can’t be decoded name nothing', async () => {
    for (const path of [
      '/api/../metrics',
      '/api/%2e%2e/metrics',
      '/api//projects',
      '/api/projects/%',
      '/api/projects/%ff',
      '/api/projects/%00',
      '/api/%c0%ae',
      '/api;x/projects',
      '/api/projects/..%2f..%2fx/board',
      '/API/projects',
    ]) {
      const { socket, told } = await rawSocket(`GET ${path} HTTP/1.1`, host(), 'Connection: close', '', '');
      await eventually(() => told().includes('\r\n\r\n'));
      expect([path, /^HTTP\/1\.1 (?:4\d\d|502) /.test(told())]).toEqual([path, true]);
      socket.destroy();
    }
  });

  it('that never end hold up nobody', async () => {
    const slow = await Promise.all(
      Array.from({ length: 400 }, (_, index) =>
        index % 2 === 0
          ? rawSocket('GET /api/projects HTTP/1.1', host(), 'X-Slow: ')
          : rawSocket(
              'POST /api/projects HTTP/1.1',
              host(),
              'Content-Type: application/json',
              'Content-Length: 999',
              '',
              '{',
            ),
      ),
    );
    const begun = performance.now();
    for (let asked = 0; asked < 20; asked += 1) expect((await harness.call('GET', '/api/projects')).status).toBe(200);
    expect(performance.now() - begun).toBeLessThan(5_000);
    const other = await connectClient(harness.gateway.url);
    expect(await other.ask('steps', { projectId })).toEqual({});
    other.close();
    for (const { socket } of slow) socket.destroy();
  });
});
