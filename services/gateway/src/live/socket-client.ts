import { once } from 'node:events';
import type { OutputChunk, RecordedFact } from '@podium/proto';
import type { Socket } from 'socket.io';
import type { LiveClient } from './live-client.ts';
import { roomOf, type Scope } from './scope.ts';

/** A client that catches up gets more once no more than this many messages wait for it. */
const smallBacklog = 16;

/** A Socket.IO client. Its backlog is what Engine.IO could not hand to the transport yet. */
export class SocketClient implements LiveClient {
  readonly #socket: Socket;
  readonly #gone = new AbortController();
  #backlog = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.once('disconnect', () => this.#gone.abort());
    socket.conn.on('packetCreate', () => (this.#backlog += 1));
    socket.conn.on('drain', () => (this.#backlog = 0));
  }

  /** Aborts when the client disconnects. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  sendChunk(sessionId: string, sequence: number, chunk: OutputChunk): void {
    this.#socket.emit('output', { sessionId, sequence, chunk });
  }

  sendFact(fact: RecordedFact, scope: Scope): void {
    this.#socket.emit('event', fact, { projectId: scope.projectId ?? null });
  }

  sendSynced(position: number, scope: Scope): void {
    this.#socket.emit('synced', { position, projectId: scope.projectId ?? null });
  }

  backlog(): number {
    return this.#backlog;
  }

  async drained(): Promise<void> {
    const { signal } = this.#gone;
    while (!signal.aborted && this.backlog() > smallBacklog) {
      await once(this.#socket.conn, 'drain', { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  }

  join(scope: Scope): void {
    void this.#socket.join(roomOf(scope));
  }

  leave(scope: Scope): void {
    void this.#socket.leave(roomOf(scope));
  }
}
