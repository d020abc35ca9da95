import type { Socket } from 'socket.io-client';
import { Store } from '../store.ts';

/** What the gateway says of the connections to the agents of the project that is looked at. */
export interface ProjectContact {
  projectId: string;
  /** How many processes there are that can run sessions. */
  runners: number;
  /** Sessions whose agents are heard. */
  heard: readonly string[];
  lost: readonly LostAgent[];
}

/** A session whose agent is not heard. */
export interface LostAgent {
  sessionId: string;
  /** RFC 3339. */
  since: string;
  /** Somebody works on the session and tries to reach its agent. */
  isHeld: boolean;
}

/** Whether the agents of the project that is looked at are heard just now; it comes with their newest steps. */
export class ContactChannel {
  /** Null while nothing is known, the own connection being away for example. */
  readonly contact = new Store<ProjectContact | null>(null);

  constructor(socket: Socket) {
    socket.on('contact', (contact: ProjectContact) => this.contact.set(contact));
    socket.on('disconnect', () => this.contact.set(null));
  }
}
