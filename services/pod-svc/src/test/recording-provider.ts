import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ReadyPod } from '../runtimes/runtime.ts';
import { password } from './local-pods.ts';

/** A provider of models that refuses everything and records what it was asked. */
export interface RecordingProvider {
  readonly port: number;
  readonly requests: { readonly url: string; readonly key: string }[];
  close(): Promise<void>;
}

/** Listens on all addresses: containers come from others than loopback. */
export async function recordingProvider(): Promise<RecordingProvider> {
  const requests: { url: string; key: string }[] = [];
  const server = createServer((request, response) => {
    const { headers, url = '' } = request;
    const key = headers['x-api-key'] ?? headers['x-goog-api-key'] ?? headers.authorization ?? '';
    requests.push({ url, key: String(key) });
    request.resume();
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { type: 'invalid_request_error', message: 'No models here' } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Sends a prompt to a pod's server, for a model of its own choice unless told, and waits until that was tried. */
export async function prompt(
  { endpoint, workspacePath }: ReadyPod,
  projectId: string,
  model?: { readonly providerID: string; readonly modelID: string },
): Promise<void> {
  const post = async (path: string, body: object): Promise<{ id: string }> => {
    const response = await fetch(`${endpoint}${path}?directory=${encodeURIComponent(workspacePath)}`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`opencode:${password(projectId)}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    return (await response.json()) as { id: string };
  };
  const { id } = await post('/session', { title: 'Test' });
  await post(`/session/${id}/message`, { ...(model ? { model } : {}), parts: [{ type: 'text', text: 'Hello' }] });
}
