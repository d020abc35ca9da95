import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { HttpServers } from '@podium/testing';
import { isAgentHealthy, lookByAgent } from './agent-client.ts';

const servers = new HttpServers();
afterEach(() => servers.close());

describe('what answers in the place of an agent', () => {
  it('leads pod-svc nowhere else', async () => {
    const asked: string[] = [];
    const inside = await servers.serve((request, response) => {
      asked.push(request.url ?? '');
      response.end('{}');
    });
    const impostor = await servers.serve((_request, response) =>
      response.writeHead(302, { location: `${inside}/x` }).end(),
    );
    expect(await isAgentHealthy(impostor)).toBe(false);
    await expect(lookByAgent(impostor, 'token', { path: '' })).rejects.toMatchObject({ code: 'pod_not_running' });
    expect(asked).toEqual([]);
  });

  it('is not listened to without end, and not believed', async () => {
    const written: number[] = [];
    const endless: RequestListener = (_request, response) => {
      let count = 0;
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(2 ** 16))) count += 1;
        written.push((count += 1));
      };
      response.on('drain', more);
      more();
    };
    const file = { kind: 'file', path: 'a', size_bytes: 1, modified_at: 'then', etag: '"1"', offset: 0 };
    const answers: RequestListener[] = [
      endless,
      (request, response) => void endless(request, response.writeHead(500) as Parameters<RequestListener>[1]),
      (_request, response) => response.end('{"kind":'),
      (_request, response) => response.end('{"kind":"folder"}'),
      (_request, response) => response.writeHead(404).end('{"code":"made_up","message":"x"}'),
      (_request, response) => response.end(JSON.stringify({ ...file, content: 'x'.repeat(1_000_000) })),
      (_request, response) => response.end(JSON.stringify({ ...file, path: 'x'.repeat(1_000_000), content: '' })),
      (_request, response) =>
        response.end(JSON.stringify({ kind: 'directory', path: 'x'.repeat(1_000_000), entries: [], truncated: false })),
    ];
    for (const answer of answers) {
      const impostor = await servers.serve(answer);
      const looking = lookByAgent(impostor, 'token', { path: 'a', limit: 1_000 });
      await expect(looking).rejects.toMatchObject({ name: 'RuntimeError', code: 'agent_answer_invalid' });
      // An endless answer to the question how it is ends with the head.
      await isAgentHealthy(impostor);
    }
    expect(Math.max(...written) * 2 ** 16).toBeLessThan(64 * 2 ** 20);
  });
});
