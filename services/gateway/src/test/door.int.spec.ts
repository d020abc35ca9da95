import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { eventually, freePort } from '@podium/testing';
import { startHarness, type Harness } from './harness.ts';
import { connectClient } from './live-client.ts';
import { mountedRoutes } from './mounted-routes.ts';

const token = 'a-token-that-nobody-guesses';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

/** fetch() refuses to set Host and Origin; this does not. */
function raw(
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: IncomingMessage['headers']; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${harness.gateway.url}${path}`, { method, headers }, (answer) => {
      let body = '';
      answer.on('data', (part: Buffer) => (body += part.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('the guard', () => {
  const host = (): string => new URL(harness.gateway.url).host;

  it.each([
    ['a foreign name (DNS rebinding)', { host: 'evil.example' }, 403],
    ['a name that only begins like ours', { host: 'localhost.evil.example' }, 403],
    ['loopback by name', { host: 'localhost:4711' }, 200],
    ['loopback in IPv6', { host: '[::1]:4711' }, 200],
    ['an origin of another site', { origin: 'https://evil.example' }, 403],
    ['an origin of another port', { origin: 'http://localhost:1' }, 403],
    ['an opaque origin', { origin: 'null' }, 403],
  ])('answers %s', async (_, headers, status) => {
    for (const path of ['/api/projects', '/socket.io/?EIO=4&transport=polling']) {
      const answer = await raw('GET', path, headers as Record<string, string>);
      expect(answer.status).toBe(status);
    }
  });

  it('answers a foreign request as a problem', async () => {
    const answer = await raw('POST', '/api/projects', { origin: 'https://evil.example' });
    expect(JSON.parse(answer.body)).toMatchObject({ status: 403, code: 'forbidden', instance: '/api/projects' });
    expect((await raw('GET', '/', { host: 'evil.example' })).status).toBe(403);
    const crossSite = await raw('POST', '/api/projects', { 'sec-fetch-site': 'cross-site' });
    expect(crossSite.status).toBe(403);
  });

  it.each(['cross-site', 'same-site'])('lets pages of other origins (%s) link to it and load nothing', async (site) => {
    const headers = { 'sec-fetch-site': site };
    for (const path of ['/api/projects', '/api/events/export', '/_next/static/x.js']) {
      expect((await raw('GET', path, { ...headers, 'sec-fetch-mode': 'no-cors' })).status).toBe(403);
      expect((await raw('GET', path, { ...headers, 'sec-fetch-mode': 'navigate' })).status).not.toBe(403);
      expect((await raw('POST', path, { ...headers, 'sec-fetch-mode': 'navigate' })).status).toBe(403);
      expect((await raw('GET', path, { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' })).status).not.toBe(
        403,
      );
    }
  });

  it('lets the own origin in, and probes under any name', async () => {
    expect((await raw('GET', '/api/system', { origin: `http://${host()}` })).status).toBe(200);
    expect((await raw('GET', '/health/live', { host: '10.0.0.7:8080' })).status).toBe(200);
  });

  it('does not let sockets of other sites in', async () => {
    await expect(connectClient(harness.gateway.url, { origin: 'https://evil.example' })).rejects.toThrow();
    const client = await connectClient(harness.gateway.url, { origin: `http://${host()}` });
    client.close();
  });
});

describe('with an access token', () => {
  afterAll(() => harness.restart());

  it('lets in who has it, as bearer or cookie, and nobody else', async () => {
    await harness.restart({ PODIUM_ACCESS_TOKEN: token, PODIUM_ALLOWED_HOSTS: 'podium.example' });
    const refused = await raw('GET', '/api/system');
    expect(refused).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'unauthenticated' });
    expect((await raw('GET', '/api/system', { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await raw('GET', '/api/system', { authorization: `Bearer ${token}` })).status).toBe(200);
    expect((await raw('GET', '/')).status).toBe(401);
    expect((await raw('GET', '/health/live')).status).toBe(200);
    await expect(connectClient(harness.gateway.url)).rejects.toThrow();

    expect((await raw('GET', `/?access_token=wrong`)).status).toBe(401);
    const signedIn = await raw('GET', `/?access_token=${token}`, { host: 'podium.example' });
    expect(signedIn).toMatchObject({ status: 303, headers: { location: '/' } });
    const cookie = String(signedIn.headers['set-cookie']?.[0]);
    expect(cookie).toMatch(/HttpOnly/);
    expect((await raw('GET', '/api/system', { cookie: cookie.split(';')[0] ?? '' })).status).toBe(200);
    const client = await connectClient(harness.gateway.url, { cookie: cookie.split(';')[0] ?? '' });
    client.close();
  });
});

describe('the web application', () => {
  let web: Server | undefined;
  const sockets = new Set<Socket>();

  async function startWeb(port?: number): Promise<string> {
    const listenOn = port ?? (await freePort());
    const server = createServer((incoming, response) => {
      let body = '';
      incoming.on('data', (part: Buffer) => (body += part.toString()));
      incoming.on('end', () => response.end(JSON.stringify({ path: incoming.url, host: incoming.headers.host, body })));
    });
    server.on('connection', (socket) => sockets.add(socket));
    server.on('upgrade', (incoming, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
      socket.write(`hello from ${incoming.url}`);
    });
    await new Promise<void>((resolve) => server.listen(listenOn, '127.0.0.1', resolve));
    web = server;
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  async function stopWeb(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => web?.close(resolve));
  }
  afterEach(stopWeb);
  afterAll(() => harness.restart());

  it('gets everything that is not ours, bodies and WebSockets too', async () => {
    await harness.restart({ WEB_URL: await startWeb() });
    const page = await harness.call('GET', '/projects/p1?x=1');
    expect(JSON.parse(String(page.body['text']))).toMatchObject({
      path: '/projects/p1?x=1',
      host: new URL(harness.gateway.url).host,
    });
    const posted = await harness.call('POST', '/action', { some: 'json' });
    expect(JSON.parse(String(posted.body['text']))).toMatchObject({ path: '/action', body: '{"some":"json"}' });
    expect(page.headers.get('content-security-policy')).toBeNull();

    const hello = await new Promise<string>((resolve, reject) => {
      const sent = request(`${harness.gateway.url}/_next/webpack-hmr`, {
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-key': 'x',
          'sec-websocket-version': '13',
        },
      });
      sent.on('upgrade', (_, socket, head) => {
        if (head.length > 0) resolve(head.toString());
        socket.once('data', (data: Buffer) => resolve(data.toString()));
      });
      sent.on('error', reject);
      sent.end();
    });
    expect(hello).toBe('hello from /_next/webpack-hmr');
  });

  it.each([
    ['br', 'gzip, deflate, br'],
    ['gzip', 'gzip'],
    [undefined, 'identity'],
  ])(
    'comes compressed (%s) to who takes %s, as answers of the API do, and streams do not',
    async (encoding, accepted) => {
      const script = 'export const words = "the same words again and again";\n'.repeat(200);
      web = createServer((_, response) => {
        response.writeHead(200, { 'content-type': 'text/javascript', 'content-length': script.length });
        response.end(script);
      });
      web.on('connection', (socket) => sockets.add(socket));
      await new Promise<void>((resolve) => web?.listen(0, '127.0.0.1', resolve));
      await harness.restart({ WEB_URL: `http://127.0.0.1:${(web.address() as AddressInfo).port}` });
      for (const path of ['/_next/static/a.js', '/api/openapi.json']) {
        const answer = await raw('GET', path, { 'accept-encoding': accepted });
        expect([path, answer.headers['content-encoding'], answer.headers.vary]).toEqual([
          path,
          encoding,
          expect.stringContaining('Accept-Encoding'),
        ]);
        const [whole, sent] = [await raw('GET', path), answer];
        if (encoding) expect(sent.body.length).toBeLessThan(whole.body.length / 3);
        else expect(sent.body).toBe(whole.body);
      }
      const unzipped = await harness.call('GET', '/_next/static/a.js', undefined, { 'accept-encoding': accepted });
      expect(unzipped.body['text']).toBe(script);
      const stream = await fetch(`${harness.gateway.url}/api/events`, { headers: { 'accept-encoding': accepted } });
      expect([stream.headers.get('content-encoding'), stream.headers.get('content-type')]).toEqual([
        null,
        'text/event-stream; charset=utf-8',
      ]);
      await stream.body?.cancel();
    },
  );

  it('comes in parts as it is: what they say of their place would not be true of compressed ones', async () => {
    const words = 'the same words again and again '.repeat(100);
    web = createServer((_, response) => {
      const range = `bytes 0-${words.length - 1}/${words.length * 2}`;
      response.writeHead(206, { 'content-type': 'text/javascript', 'content-range': range });
      response.end(words);
    });
    web.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => web?.listen(0, '127.0.0.1', resolve));
    await harness.restart({ WEB_URL: `http://127.0.0.1:${(web.address() as AddressInfo).port}` });
    const part = await raw('GET', '/_next/static/a.js', { 'accept-encoding': 'gzip', range: 'bytes=0-3099' });
    expect([part.status, part.headers['content-encoding'], part.body]).toEqual([206, undefined, words]);
  });

  it('is waited for with a page that comes back by itself', async () => {
    const url = await startWeb();
    await stopWeb();
    await harness.restart({ WEB_URL: url });
    const waiting = await harness.call('GET', '/');
    expect(waiting.status).toBe(502);
    expect(String(waiting.body['text'])).toContain('http-equiv="refresh"');
    await startWeb(Number(new URL(url).port));
    await eventually(async () => (await harness.call('GET', '/')).status === 200);
  });
});

describe('the OpenAPI document', () => {
  it('has every route that Nest has mounted, and refers to nothing that is missing', async () => {
    const { body } = await harness.call('GET', '/api/openapi.json');
    expect(body['openapi']).toBe('3.1.0');
    const paths = body['paths'] as Record<string, Record<string, { operationId: string; responses: object }>>;
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(documented.sort()).toEqual(mountedRoutes());
    const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
    const text = JSON.stringify(body);
    const components = (body['components'] as { schemas: object }).schemas;
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      expect(components).toHaveProperty(String(name));
    expect(text).not.toContain('$defs');
    expect(Object.keys(components)).toEqual(expect.arrayContaining(['Project', 'Task', 'Session', 'Board', 'Problem']));
  });
});
