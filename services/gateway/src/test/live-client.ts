import type { OutputChunk, RecordedFact } from '@podium/proto';
import { io, type Socket } from 'socket.io-client';

/** A browser as the live room sees it: remembers all that it got. */
export interface TestClient {
  readonly socket: Socket;
  readonly facts: RecordedFact[];
  readonly chunks: { sessionId: string; sequence: number; chunk: OutputChunk }[];
  readonly synced: number[];
  readonly heartbeats: { position: number }[];
  ask(event: string, body: unknown): Promise<Record<string, unknown>>;
  close(): void;
}

export async function connectClient(url: string, extraHeaders: Record<string, string> = {}): Promise<TestClient> {
  const socket = io(url, { transports: ['websocket'], reconnection: false, forceNew: true, extraHeaders });
  const client: TestClient = {
    socket,
    facts: [],
    chunks: [],
    synced: [],
    heartbeats: [],
    ask: (event, body) => socket.timeout(30_000).emitWithAck(event, body) as Promise<Record<string, unknown>>,
    close: () => socket.disconnect(),
  };
  socket.on('event', (fact: RecordedFact) => client.facts.push(fact));
  socket.on('output', (output: TestClient['chunks'][number]) => client.chunks.push(output));
  socket.on('synced', ({ position }: { position: number }) => client.synced.push(position));
  socket.on('heartbeat', (heartbeat: { position: number }) => client.heartbeats.push(heartbeat));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return client;
}

/** The TCP connection below a client, to be stopped as a slow network would. */
export function networkOf(client: TestClient): { pause(): void; resume(): void } {
  const transport = client.socket.io.engine.transport as unknown as {
    ws: { _socket: { pause(): void; resume(): void } };
  };
  return transport.ws._socket;
}
