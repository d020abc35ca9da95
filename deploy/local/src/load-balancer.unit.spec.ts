import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, freePort } from '@podium/testing';
import { LoadBalancer } from './load-balancer.ts';

/** Answers with its name, and with what it was sent; upgrades to a connection that sends everything back. */
class Target {
  readonly #server: Server;
  isReady = true;

  constructor(readonly name: string) {
    this.#server = createServer((incoming, response) => {
      if (incoming.url === '/health/ready') {
        response.writeHead(this.isReady ? 200 : 503).end();
        return;
      }
      let body = '';
      incoming.setEncoding('utf8').on('data', (text: string) => (body += text));
      incoming.on('end', () => response.end(`${name} ${incoming.method} ${body}`));
    });
    this.#server.on('upgrade', (_, socket: Socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      socket.write(`${name};`);
      socket.pipe(socket);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }
}

let targets: Target[];
let balancer: LoadBalancer;
let url: string;

beforeEach(async () => {
  targets = ['a', 'b', 'c'].map((name) => new Target(name));
  await Promise.all(targets.map(async (target) => target.listen(await freePort())));
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  balancer = await LoadBalancer.listen({ port, targets: targets.map((target) => target.url), probeSeconds: 0.02 });
});
afterEach(async () => {
  balancer.close();
  await Promise.all(targets.map((target) => target.close()));
});

const ask = async (method = 'GET', body?: string): Promise<string> =>
  (await fetch(url, { method, ...(body !== undefined && { body }) })).text();

async function namesOf(count: number): Promise<string[]> {
  const names: string[] = [];
  for (let index = 0; index < count; index += 1) names.push((await ask()).slice(0, 1));
  return names;
}

describe('the load balancer', () => {
  it('gives each request to the next server, whoever sends it', async () => {
    expect(await namesOf(6)).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
    expect(await ask('POST', 'hello')).toBe('a POST hello');
  });

  it('goes past a server that is gone, without anybody noticing, and comes back to it', async () => {
    const [first] = targets;
    const port = Number(new URL(first?.url ?? '').port);
    await first?.close();
    expect(new Set(await namesOf(8))).toEqual(new Set(['b', 'c']));
    await first?.listen(port);
    await eventually(async () => (await ask()).startsWith('a'));
  });

  it('gives nothing to a server that is not ready', async () => {
    for (const target of targets.slice(1)) target.isReady = false;
    await eventually(async () => (await namesOf(6)).every((name) => name === 'a'));
  });

  it('says so where no server is there', async () => {
    await Promise.all(targets.map((target) => target.close()));
    const response = await fetch(url);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(503);
  });

  it('passes WebSockets on, each to the next server', async () => {
    const first = await upgraded();
    expect(first.greeting).toBe('a;');
    first.socket.write('ping');
    const [echo] = (await once(first.socket, 'data')) as [Buffer];
    expect(echo.toString()).toBe('ping');
    const second = await upgraded();
    expect(second.greeting).toBe('b;');
    balancer.close();
    await eventually(() => first.socket.destroyed && second.socket.destroyed);
  });

  it('takes no more connections once it drains, and lets the others be', async () => {
    const { socket } = await upgraded();
    balancer.drain();
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    socket.write('still here');
    const [echo] = (await once(socket, 'data')) as [Buffer];
    expect(echo.toString()).toBe('still here');
  });
});

async function upgraded(): Promise<{ socket: Socket; greeting: string }> {
  const asking = request(url, { headers: { Connection: 'Upgrade', Upgrade: 'websocket' } });
  asking.end();
  const [, socket, head] = (await once(asking, 'upgrade')) as [IncomingMessage, Socket, Buffer];
  if (head.length > 0) return { socket, greeting: head.toString() };
  const [data] = (await once(socket, 'data')) as [Buffer];
  return { socket, greeting: data.toString() };
}
