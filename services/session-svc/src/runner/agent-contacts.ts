import { randomUUID } from 'node:crypto';
import { signEveryMs, tellSign, type HeldSign } from '@podium/jetstream';
import { NATS } from '@podium/service-kit';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import type { AgentContact } from '../opencode/event-stream.ts';

/** What changes within this time is told at once. */
const gatherMs = 20;

/**
 * Tells whoever listens which sessions this replica works on and whose agents it hears, so that a card can say that its
 * agent is not heard before anybody has noticed why. One message for all sessions, each second and after each change.
 */
@Injectable()
export class AgentContacts implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #nats: NatsConnection;
  readonly #replica = randomUUID();
  readonly #held = new Set<HeldSign>();
  #beat: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(@Inject(NATS) nats: NatsConnection) {
    this.#nats = nats;
  }

  onApplicationBootstrap(): void {
    this.#tell();
    this.#beat = setInterval(() => this.#tell(), signEveryMs);
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.#beat);
    clearTimeout(this.#soon);
    this.#tell(true);
    this.#closed = true;
  }

  /** The session counts as held until the work on it settles, and its agent as heard until the contact says otherwise. */
  async during<T>(projectId: string, sessionId: string, work: (contact: AgentContact) => Promise<T>): Promise<T> {
    let held: HeldSign = { projectId, sessionId, lostSince: null };
    const become = (lostSince: string | null): void => {
      this.#held.delete(held);
      held = { ...held, lostSince };
      this.#held.add(held);
      this.#tellSoon();
    };
    become(null);
    try {
      return await work({
        heard: () => {
          if (held.lostSince !== null) become(null);
        },
        lost: () => {
          if (held.lostSince === null) become(new Date().toISOString());
        },
      });
    } finally {
      this.#held.delete(held);
      this.#tellSoon();
    }
  }

  #tellSoon(): void {
    if (this.#closed) return;
    this.#soon ??= setTimeout(() => this.#tell(), gatherMs);
  }

  #tell(isLast = false): void {
    if (this.#closed) return;
    clearTimeout(this.#soon);
    this.#soon = undefined;
    tellSign(this.#nats, { replica: this.#replica, sessions: isLast ? [] : [...this.#held], isLast });
  }
}
