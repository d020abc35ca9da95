import { hearSigns, signEveryMs, type SignOfLife } from '@podium/jetstream';
import type { RecordedFact } from '@podium/proto';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { NatsConnection, Subscription } from 'nats';
import type { FactFeed } from '../live/fact-feed.ts';
import type { LogPulse } from '../live/log-pulse.ts';
import { ContactBook, silentAfterMs, type ProjectContact } from './contact-book.ts';

/** Whoever could not hear for longer has to listen anew. */
const deafAfterMs = 2 * signEveryMs;

/**
 * Whether the agents of the projects that somebody looks at are heard, as session-svc's replicas say it just now. Each
 * gateway listens for itself, and a new one says nothing until it has listened for as long as silence takes.
 */
export class ContactFeed implements OnApplicationShutdown {
  readonly #book = new ContactBook();
  /** What was last told of each project that is followed; empty before something was. */
  readonly #told = new Map<string, string>();
  readonly #subscription: Subscription;
  readonly #stopListening: () => void;
  readonly #timer: NodeJS.Timeout;
  readonly #nc: NatsConnection;
  readonly #pulse: Pick<LogPulse, 'lastAnswerMs'>;
  readonly #knowsFromMs = Date.now() + silentAfterMs;
  #heardUntilMs = Date.now();
  #onChange: (contact: ProjectContact) => void = () => undefined;

  constructor(nc: NatsConnection, feed: Pick<FactFeed, 'onFacts'>, pulse: Pick<LogPulse, 'lastAnswerMs'>) {
    this.#nc = nc;
    this.#pulse = pulse;
    this.#subscription = hearSigns(nc, (sign) => this.#hear(sign));
    this.#stopListening = feed.onFacts((facts) => this.#take(facts));
    this.#timer = setInterval(() => this.#tick(), signEveryMs).unref();
  }

  /** Says whom to tell what is news of a project that is followed. */
  onChange(listener: (contact: ProjectContact) => void): void {
    this.#onChange = listener;
  }

  /** From now on the project's changes are told. */
  follow(projectId: string): void {
    if (!this.#told.has(projectId)) this.#told.set(projectId, '');
  }

  unfollow(projectId: string): void {
    this.#told.delete(projectId);
  }

  /** What is known now; null where that is not enough to say anything. */
  of(projectId: string): ProjectContact | null {
    return Date.now() < this.#knowsFromMs ? null : this.#book.of(projectId);
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
    this.#stopListening();
    if (!this.#nc.isClosed()) this.#subscription.unsubscribe();
  }

  #hear(sign: SignOfLife): void {
    this.#book.hear(sign, Date.now());
    this.#tell();
  }

  #take(facts: readonly RecordedFact[]): void {
    for (const fact of facts) {
      if (/\.Session(Completed|Failed|Cancelled|RetryScheduled)$/.test(fact.type) && 'sessionId' in fact.data) {
        this.#book.ended(String(fact.data.sessionId));
      }
    }
  }

  /** Nobody is silent at a time in which nobody could be heard: the log was away, or this process did not run. */
  #tick(): void {
    const { lastAnswerMs } = this.#pulse;
    const unheardMs = lastAnswerMs - this.#heardUntilMs;
    this.#heardUntilMs = lastAnswerMs;
    if (unheardMs > deafAfterMs) this.#book.wasDeafFor(unheardMs);
    this.#book.expire(lastAnswerMs);
    this.#tell();
  }

  /** Only what is news. */
  #tell(): void {
    for (const [projectId, told] of this.#told) {
      const contact = this.of(projectId);
      const text = contact ? JSON.stringify(contact) : '';
      if (!contact || text === told) continue;
      this.#told.set(projectId, text);
      this.#onChange(contact);
    }
  }
}
