import type { OutputChunk } from '@podium/proto';
import type { Socket } from 'socket.io-client';
import { Store } from '../store.ts';
import { appendOutput, emptyOutput, type OutputLog } from './output-log.ts';

interface Followed {
  projectId: string;
  log: Store<OutputLog>;
  followers: number;
  batch: { sequence: number; chunk: OutputChunk }[];
}

interface OutputMessage {
  sessionId: string;
  sequence: number;
  chunk: OutputChunk;
}

/** How many logs of sessions that nobody looks at any more are kept, so that going back to one is instant. */
const keptLogs = 12;

/** Follows the output of sessions over the one socket; after a reconnect each goes on behind its last chunk. */
export class OutputChannel {
  readonly #sessions = new Map<string, Followed>();

  constructor(private readonly socket: Socket) {
    socket.on('connect', () => this.#resumeAll());
    socket.on('output', (message: OutputMessage) => this.#receive(message));
  }

  /** The log of a session as a store; it fills while someone follows. */
  logOf(projectId: string, sessionId: string): Store<OutputLog> {
    return this.#entry(projectId, sessionId).log;
  }

  /** Starts (or joins in) following; call the answer to leave. */
  follow(projectId: string, sessionId: string): () => void {
    const entry = this.#entry(projectId, sessionId);
    entry.followers += 1;
    if (entry.followers === 1) this.#request(sessionId, entry);
    return () => {
      entry.followers -= 1;
      if (entry.followers > 0) return;
      if (!entry.log.get().done) this.socket.emit('output-stop', { sessionId });
      this.#forgetOldest();
    };
  }

  #entry(projectId: string, sessionId: string): Followed {
    const known = this.#sessions.get(sessionId);
    if (known) return known;
    const entry: Followed = { projectId, log: new Store(emptyOutput), followers: 0, batch: [] };
    this.#sessions.set(sessionId, entry);
    return entry;
  }

  #request(sessionId: string, entry: Followed): void {
    const { done, lastSequence } = entry.log.get();
    if (done || !this.socket.connected) return;
    this.socket.emit('output', { sessionId, projectId: entry.projectId, after: lastSequence }, () => undefined);
  }

  #resumeAll(): void {
    for (const [sessionId, entry] of this.#sessions) if (entry.followers > 0) this.#request(sessionId, entry);
  }

  #receive({ sessionId, sequence, chunk }: OutputMessage): void {
    const entry = this.#sessions.get(sessionId);
    if (!entry || entry.followers === 0) return;
    if (entry.batch.push({ sequence, chunk }) === 1) setTimeout(() => this.#flush(sessionId, entry), 16);
  }

  #flush(sessionId: string, entry: Followed): void {
    const batch = entry.batch;
    entry.batch = [];
    const log = appendOutput(entry.log.get(), batch);
    if (log) entry.log.set(log);
    else this.#request(sessionId, entry);
  }

  #forgetOldest(): void {
    const idle = [...this.#sessions].filter(([, entry]) => entry.followers === 0);
    for (const [sessionId] of idle.slice(0, Math.max(0, idle.length - keptLogs))) this.#sessions.delete(sessionId);
  }
}
