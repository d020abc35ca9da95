import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { AgentWorld, agentToken, anthropicKey, proxyToken } from '../test/agent-world.ts';

describe('the session proxy', () => {
  let world: AgentWorld;
  beforeEach(async () => {
    world = new AgentWorld();
    await world.start();
  });
  afterEach(() => world.close());

  const post = (path: string, headers: Record<string, string>, body = '{"a":1}'): Promise<Response> =>
    fetch(`${world.proxyUrl}${path}`, { method: 'POST', headers, body });
  const asOpencode = { 'x-api-key': proxyToken, 'anthropic-version': '2023-06-01' };

  it('puts the key on the request, in the header of the provider', async () => {
    expect((await post('/anthropic/messages', asOpencode)).status).toBe(200);
    await post('/openai/responses', { authorization: `Bearer ${proxyToken}` });
    await post('/google/models/gemini-flash-latest:streamGenerateContent?alt=sse&key=x', {
      'x-goog-api-key': proxyToken,
    });
    const [anthropic, openai, google] = world.provider.asked;
    expect(anthropic).toMatchObject({ method: 'POST', url: '/v1/messages', body: '{"a":1}' });
    expect(anthropic?.headers).toMatchObject({ 'x-api-key': anthropicKey, 'anthropic-version': '2023-06-01' });
    expect(anthropic?.headers.authorization).toBeUndefined();
    expect(openai).toMatchObject({ url: '/v1/responses', headers: { authorization: 'Bearer sk-openai' } });
    expect(google).toMatchObject({
      url: '/v1beta/models/gemini-flash-latest:streamGenerateContent?alt=sse',
      headers: { 'x-goog-api-key': 'key-google' },
    });
    expect(JSON.stringify(world.provider.asked)).not.toContain(proxyToken);
  });

  it('passes what streams as it comes', async () => {
    let finish = (): void => undefined;
    world.provider.answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'r1' });
      response.write('data: first\n\n');
      finish = () => response.end('data: last\n\n');
    };
    const response = await post('/anthropic/messages', asOpencode);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('x-request-id')).toBe('r1');
    const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
    // The provider has not ended yet: nothing was held back.
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('data: first\n\n');
    finish();
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('data: last\n\n');
  });

  it('tells the provider when OpenCode goes away', async () => {
    let isGone: (gone: boolean) => void = () => undefined;
    const gone = new Promise<boolean>((resolve) => (isGone = resolve));
    world.provider.answer = (response) => {
      response.writeHead(200).write('begun');
      response.on('close', () => isGone(true));
    };
    const abort = new AbortController();
    const headers = { ...asOpencode };
    await fetch(`${world.proxyUrl}/anthropic/messages`, { method: 'POST', headers, body: '{}', signal: abort.signal });
    abort.abort();
    expect(await gone).toBe(true);
  });

  it('lets nobody through who has another token, or none', async () => {
    const attempts: Record<string, string>[] = [
      {},
      { 'x-api-key': agentToken },
      { 'x-api-key': anthropicKey },
      { 'x-api-key': '', authorization: `Bearer ${proxyToken}` },
      { authorization: proxyToken },
    ];
    for (const headers of attempts) expect((await post('/anthropic/messages', headers)).status).toBe(401);
    expect(world.provider.asked).toEqual([]);
  });

  it('leads to no other host, path or method', async () => {
    const paths = [
      ...['/anthropic', '/anthropic/', '/anthropic/messages/../files', '/anthropic/%2e%2e/files', '/anthropic/files'],
      ...['/anthropic//evil.example.org/messages', '/anthropic@evil.example.org/messages', '/anthropic/messages/x'],
      ...['/groq/chat/completions', '/unknown/messages', '/constructor/messages', '/__proto__/messages', '/'],
      ...['/google/models/../files:generateContent', '/google/models/a:delete', '/openai/models', '/openai/files'],
    ];
    for (const path of paths) {
      const { status } = await raw({ path, headers: asOpencode });
      expect([path, [400, 403, 404].includes(status)]).toEqual([path, true]);
    }
    expect((await raw({ path: 'http://evil.example.org/anthropic/messages', headers: asOpencode })).status).toBe(404);
    expect((await raw({ path: '/anthropic/messages', method: 'GET', headers: asOpencode })).status).toBe(403);
    expect(world.provider.asked).toEqual([]);
    const headers = { ...asOpencode, host: 'evil.example.org', 'x-forwarded-host': 'evil', cookie: 'a=b' };
    await raw({ path: '/anthropic/messages', headers });
    expect(world.provider.asked[0]?.headers.host).toMatch(/^127\.0\.0\.1:/);
    expect(world.provider.asked[0]?.headers).not.toHaveProperty('cookie');
    expect(world.provider.asked[0]?.headers).not.toHaveProperty('x-forwarded-host');
  });

  it('passes on what the provider refuses, and follows no redirect', async () => {
    world.provider.answer = (response) => response.writeHead(307, { location: 'https://evil.example.org/' }).end();
    expect((await raw({ path: '/anthropic/messages', headers: asOpencode })).status).toBe(307);
    world.provider.answer = (response) => response.writeHead(429, { 'retry-after': '7' }).end('{}');
    const response = await post('/anthropic/messages', asOpencode);
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
    expect(world.provider.asked).toHaveLength(2);
  });

  it('says that a provider can’t be reached, without the key', async () => {
    await world.provider.close();
    const response = await post('/anthropic/messages', asOpencode);
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ error: { code: 'provider_unreachable' } });
    expect(world.logged.join()).toContain('ECONNREFUSED');
    expect(world.logged.join()).not.toContain(anthropicKey);
  });

  /** As it is written: fetch would tidy up the path. */
  function raw(options: {
    path: string;
    method?: string;
    headers: Record<string, string>;
  }): Promise<{ status: number }> {
    const { hostname, port } = new URL(world.proxyUrl);
    return new Promise((resolve, reject) => {
      const sent = request({ hostname, port, method: 'POST', ...options }, (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0 });
      });
      sent.on('error', reject).end(options.method === 'GET' ? undefined : '{}');
    });
  }
});
