import { OutputKind, type OutputChunk } from '@podium/proto';
import type { NatsConnection, Subscription } from 'nats';

/** What a session is doing just now, in one line. */
export interface Step {
  readonly sessionId: string;
  readonly text: string;
  /** RFC 3339. */
  readonly time: string;
}

interface Teller {
  /** Number of the newest chunk. What is written again, its acknowledgement being lost, comes by again. */
  number: number;
  /** The end of what the agent writes. */
  line: string;
  waiting: Step | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** A session tells its newest step this often at most. */
const pauseMs = 500;
/** Longest step, in UTF-16 units. */
const stepLength = 200;
/** A sentence that has only begun says nothing yet: the one before it stays until there is so much of it, in UTF-16 units. */
const fewestLength = 16;

/**
 * The newest step of each session of the projects that somebody looks at. Ephemeral: it listens to output as it is
 * written, keeps nothing, and may miss something; the output itself is what counts.
 */
export class StepFeed {
  readonly #nc: NatsConnection;
  readonly #emit: (projectId: string, step: Step) => void;
  readonly #onError: (error: unknown) => void;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #tellers = new Map<string, Teller>();

  constructor(nc: NatsConnection, emit: (projectId: string, step: Step) => void, onError: (error: unknown) => void) {
    this.#nc = nc;
    this.#emit = emit;
    this.#onError = onError;
  }

  follow(projectId: string): void {
    if (this.#subscriptions.has(projectId) || this.#nc.isClosed()) return;
    const subscription = this.#nc.subscribe(`log.${projectId}.*`, {
      callback: (error, message) => {
        try {
          if (error) throw error;
          this.#take(projectId, message.json<OutputChunk>());
        } catch (problem) {
          this.#onError(problem);
        }
      },
    });
    this.#subscriptions.set(projectId, subscription);
  }

  unfollow(projectId: string): void {
    this.#subscriptions.get(projectId)?.unsubscribe();
    this.#subscriptions.delete(projectId);
  }

  stop(): void {
    for (const projectId of [...this.#subscriptions.keys()]) this.unfollow(projectId);
    for (const { timer } of this.#tellers.values()) clearTimeout(timer);
    this.#tellers.clear();
  }

  #take(projectId: string, chunk: OutputChunk): void {
    const { sessionId, time, number } = chunk;
    const teller = this.#tellers.get(sessionId) ?? { number: 0, line: '', waiting: undefined, timer: undefined };
    // Output that was lost begins again with the first.
    if (number <= teller.number && number > 1) return;
    teller.number = number;
    this.#tellers.set(sessionId, teller);
    const text = stepOf(chunk, teller);
    if (text) teller.waiting = { sessionId, text, time };
    if (teller.waiting && !teller.timer) this.#tell(projectId, teller);
    // What waits is told by its timer; the session itself has nothing to tell any more.
    if (chunk.kind === OutputKind.DONE) this.#tellers.delete(sessionId);
  }

  #tell(projectId: string, teller: Teller): void {
    if (!teller.waiting) {
      teller.timer = undefined;
      return;
    }
    this.#emit(projectId, teller.waiting);
    teller.waiting = undefined;
    teller.timer = setTimeout(() => this.#tell(projectId, teller), pauseMs);
    teller.timer.unref();
  }
}

/** The line that a chunk makes the newest step; undefined where it says nothing. */
function stepOf(chunk: OutputChunk, teller: Teller): string | undefined {
  switch (chunk.kind) {
    case OutputKind.TEXT:
    case OutputKind.REASONING: {
      const lines = `${teller.line}${chunk.text}`.split('\n');
      teller.line = (lines.at(-1) ?? '').slice(-stepLength);
      return newestWords(lines.findLast((line) => line.trim() !== ''));
    }
    case OutputKind.TOOL:
    case OutputKind.STATUS:
    case OutputKind.ERROR:
      teller.line = '';
      return chunk.text.trim().slice(0, stepLength);
    default:
      teller.line = '';
      return undefined;
  }
}

/** What is said now, in whole sentences: a card shows the beginning of a line, so that has to be what is new. */
function newestWords(line: string | undefined): string | undefined {
  const sentences = line?.trim().split(/(?<=[.!?…]) +/) ?? [];
  let words = sentences.pop();
  while (words !== undefined && words.length < fewestLength && sentences.length > 0) {
    words = `${sentences.pop()} ${words}`;
  }
  return words?.slice(0, stepLength);
}
