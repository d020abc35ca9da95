import type { Socket } from 'socket.io-client';
import { Store } from '../store.ts';

/** Somebody who looks at a project. */
export interface PersonHere {
  actor: string;
  name: string;
  /** In how many pages. */
  connections: number;
}

interface Presence {
  projectId: string;
  people: readonly PersonHere[];
}

const nobody: readonly PersonHere[] = [];

/** Who looks at the same project. Tells the others that somebody does here. */
export class PresenceChannel {
  readonly people = new Store<readonly PersonHere[]>(nobody);
  #projectId: string | null = null;

  constructor(private readonly socket: Socket) {
    socket.on('connect', () => this.#tell());
    socket.on('disconnect', () => this.people.set(nobody));
    socket.on('presence', ({ projectId, people }: Presence) => {
      if (projectId === this.#projectId) this.people.set(people);
    });
  }

  /** Looks at one project, instead of another; call the answer to look away. */
  follow(projectId: string): () => void {
    this.#look(projectId);
    return () => {
      if (this.#projectId === projectId) this.#look(null);
    };
  }

  #look(projectId: string | null): void {
    this.#projectId = projectId;
    this.people.set(nobody);
    this.#tell();
  }

  #tell(): void {
    if (!this.socket.connected) return;
    this.socket.emit('watch', this.#projectId === null ? {} : { projectId: this.#projectId }, () => undefined);
  }
}
