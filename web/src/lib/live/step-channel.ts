import type { Socket } from 'socket.io-client';
import { Store } from '../store.ts';

interface Step {
  sessionId: string;
  text: string;
}

/** The newest step of a session. */
export interface HeardStep {
  text: string;
  /** When it came, by this device's clock, in epoch milliseconds. */
  heardAtMs: number;
}

/** What the agents of the project that is looked at do just now: one line of each session, not their whole output. */
export class StepChannel {
  readonly #steps = new Map<string, Store<HeardStep | null>>();
  #projectId: string | null = null;

  constructor(private readonly socket: Socket) {
    socket.on('connect', () => {
      this.#listenAnew();
      this.#ask();
    });
    socket.on('step', ({ sessionId, text }: Step) => this.stepOf(sessionId).set({ text, heardAtMs: Date.now() }));
  }

  /** The newest step of a session; null until one is told. */
  stepOf(sessionId: string): Store<HeardStep | null> {
    const known = this.#steps.get(sessionId);
    if (known) return known;
    const step = new Store<HeardStep | null>(null);
    this.#steps.set(sessionId, step);
    return step;
  }

  /** Follows the sessions of one project, instead of those of another; call the answer to leave. */
  follow(projectId: string): () => void {
    this.#projectId = projectId;
    this.#ask();
    return () => {
      if (this.#projectId !== projectId) return;
      this.#projectId = null;
      this.#steps.clear();
      this.#ask();
    };
  }

  /** Nobody was quiet while nothing could be heard. */
  #listenAnew(): void {
    for (const step of this.#steps.values()) step.update((heard) => heard && { ...heard, heardAtMs: Date.now() });
  }

  #ask(): void {
    if (!this.socket.connected) return;
    this.socket.emit('steps', this.#projectId === null ? {} : { projectId: this.#projectId }, () => undefined);
  }
}
