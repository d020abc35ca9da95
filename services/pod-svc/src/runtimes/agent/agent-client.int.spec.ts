import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { isAgentHealthy, lookByAgent } from './agent-client.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('what answers in the place of an agent', () => {
  it('leads pod-svc nowhere else', async () => {
    const asked: string[] = [];
    const inside = await serve((request, response) => {
      asked.push(request.url ?? '');
      response.end('{}');
    });
    const impostor = await serve((_request, response) => response.writeHead(302, { location: `${inside}/x` }).end());
    expect(await isAgentHealthy(impostor)).toBe(false);
    await expect(lookByAgent(impostor, 'token', { path: '' })).rejects.toMatchObject({ code: 'pod_not_running' });
    expect(asked).toEqual([]);
  });
});
