import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { HttpServers } from '@podium/testing';
import { requestJson, requestNothing, type HttpOptions } from './open-code-http.ts';

const servers = new HttpServers();
afterEach(() => servers.close());

const endless =
  (status: number): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(2 ** 16)));
    };
    response.on('drain', more);
    more();
  };

function asked(baseUrl: string, options: Partial<HttpOptions> = {}): Promise<unknown> {
  const connection = { baseUrl, username: 'opencode', password: 'secret', directory: '/workspace' };
  return requestJson(connection, '/session', { timeoutMs: 20_000, ...options });
}

describe('what answers in the place of OpenCode', () => {
  it('leads session-svc nowhere else', async () => {
    const visits: string[] = [];
    const inside = await servers.serve((request, response) => {
      visits.push(request.url ?? '');
      response.end('{}');
    });
    const impostor = await servers.serve((_request, response) => response.writeHead(307, { location: inside }).end());
    await expect(asked(impostor)).rejects.toMatchObject({ code: 'unreachable' });
    expect(visits).toEqual([]);
  });

  it('is not listened to without end', async () => {
    await expect(asked(await servers.serve(endless(200)), { maxBytes: 2 ** 20 })).rejects.toMatchObject({
      code: 'bad_answer',
    });
    // Nobody has to say so.
    await expect(asked(await servers.serve(endless(200)))).rejects.toMatchObject({ code: 'bad_answer' });
    const refusal: unknown = await asked(await servers.serve(endless(500))).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'refused', message: expect.stringMatching(/^.{50,500}$/) });
    const connection = { baseUrl: await servers.serve(endless(200)), username: 'o', password: 's', directory: '/' };
    await expect(requestNothing(connection, '/x', { timeoutMs: 20_000 })).rejects.toMatchObject({ code: 'bad_answer' });
  });
});
