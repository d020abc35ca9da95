import type { Socket } from 'socket.io-client';
import { Store } from '../store.ts';

interface Step {
  sessionId: string;
  text: string;
}

/** What the agents of the project that is looked at do just now: one line of each session, not their whole output. */
export class StepChannel {
  readonly #steps = new Map<string, Store<string | null>>();
  #projectId: string | null = null;

  constructor(private readonly socket: Socket) {
    socket.on('connect', () => this.#ask());
    socket.on('step', ({ sessionId, text }: Step) => this.stepOf(sessionId).set(text));
  }

  /** The newest step of a session; null until one is told. */
  stepOf(sessionId: string): Store<string | null> {
    const known = this.#steps.get(sessionId);
    if (known) return known;
    const step = new Store<string | null>(null);
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

  #ask(): void {
    if (!this.socket.connected) return;
    this.socket.emit('steps', this.#projectId === null ? {} : { projectId: this.#projectId }, () => undefined);
  }
}
