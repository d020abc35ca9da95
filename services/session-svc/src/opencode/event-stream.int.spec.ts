import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readEvents, type EventStreamOptions } from './event-stream.ts';
import type { OpenCodeEvent } from './open-code-types.ts';

let server: Server;
let respond: (response: ServerResponse, connection: number) => void;
let stop: AbortController;

beforeEach(async () => {
  let connections = 0;
  server = createServer((_request, response) => respond(response, (connections += 1)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stop = new AbortController();
});

afterEach(async () => {
  stop.abort();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function events(options: EventStreamOptions = {}): AsyncGenerator<OpenCodeEvent> {
  const { port } = server.address() as AddressInfo;
  const connection = { baseUrl: `http://127.0.0.1:${port}`, username: 'u', password: 'p', directory: '/workspace' };
  return readEvents(connection, stop.signal, options);
}

async function take(stream: AsyncGenerator<OpenCodeEvent>, count: number): Promise<OpenCodeEvent[]> {
  const taken: OpenCodeEvent[] = [];
  while (taken.length < count) {
    const { value, done } = await stream.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

function send(response: ServerResponse, ...types: string[]): void {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const type of types) response.write(`data: ${JSON.stringify({ type, properties: {} })}\n\n`);
}

describe('the event stream', () => {
  it('leaves out what nobody acts on and connects again after an end', async () => {
    respond = (response) => {
      send(response, 'server.connected', 'plugin.added', 'session.idle', 'server.heartbeat');
      response.end();
    };
    expect((await take(events(), 4)).map((event) => event.type)).toEqual([
      'stream.connected',
      'session.idle',
      'stream.reconnected',
      'session.idle',
    ]);
  });

  it('is cut where one event has no end', async () => {
    let written = 0;
    respond = (response, connection) => {
      send(response, 'server.connected');
      if (connection > 1) return send(response, 'session.idle');
      response.write('data: ');
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(2 ** 16))) written += 2 ** 16;
        written += 2 ** 16;
      };
      response.on('drain', more);
      more();
    };
    expect((await take(events(), 3)).map((event) => event.type)).toEqual([
      'stream.connected',
      'stream.reconnected',
      'session.idle',
    ]);
    expect(written).toBeLessThan(64 * 2 ** 20);
  });

  it('takes silence for a cut', async () => {
    respond = (response, connection) => send(response, 'server.connected', ...(connection > 1 ? ['session.idle'] : []));
    const types = (await take(events({ silenceMs: 1_000 }), 3)).map((event) => event.type);
    expect(types).toEqual(['stream.connected', 'stream.reconnected', 'session.idle']);
  });

  it('tells whoever wants to know of a silence before it takes it for a cut, and of its end', async () => {
    let goOn: (() => void) | undefined;
    respond = (response) => {
      send(response, 'server.connected');
      goOn = () => send(response, 'session.idle');
    };
    const told: string[] = [];
    const contact = {
      heard: () => void (told.at(-1) !== 'heard' && told.push('heard')),
      lost: () => {
        told.push('lost');
        goOn?.();
      },
    };
    const types = (await take(events({ contact, hushMs: 200, silenceMs: 20_000 }), 2)).map((event) => event.type);
    expect(types).toEqual(['stream.connected', 'session.idle']);
    expect(told).toEqual(['heard', 'lost', 'heard']);
  });

  it('does not wait for a server that takes the connection and never answers', async () => {
    respond = (response, connection) => {
      if (connection > 1) send(response, 'server.connected');
    };
    expect(await take(events({ connectTimeoutMs: 100 }), 1)).toEqual([{ type: 'stream.connected' }]);
  });

  it('gives up on a server that stays away, and at once on a wrong password or a page', async () => {
    respond = (response) => response.destroy();
    await expect(take(events({ giveUpAfterMs: 300 }), 1)).rejects.toMatchObject({ code: 'unreachable' });
    respond = (response) => response.writeHead(401).end();
    await expect(take(events(), 1)).rejects.toMatchObject({ code: 'unauthorized' });
    respond = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    await expect(take(events(), 1)).rejects.toMatchObject({ code: 'bad_answer' });
  });

  it('ends when its signal says so', async () => {
    respond = (response) => send(response, 'server.connected');
    const stream = events();
    await take(stream, 1);
    const rest = take(stream, 1);
    stop.abort();
    expect(await rest).toEqual([]);
  });
});
