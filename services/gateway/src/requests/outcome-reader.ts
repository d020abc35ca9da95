import { lastSequence, readOutcomes, streams } from '@podium/jetstream';
import type { Logger } from '@podium/service-kit';
import type { NatsConnection } from 'nats';
import { pause } from '../live/pause.ts';
import { settledBy } from './outcome-archive.ts';
import type { OutcomeWaiters } from './outcome-waiters.ts';

const retryMs = 1_000;

/** Tells those who wait of refusals and of requests without effect; facts come by the feed. */
export class OutcomeReader {
  readonly #nc: NatsConnection;
  readonly #waiters: OutcomeWaiters;
  readonly #logger: Logger;
  readonly #abort = new AbortController();
  #reading: Promise<void> | undefined;

  constructor(nc: NatsConnection, waiters: OutcomeWaiters, logger: Logger) {
    this.#nc = nc;
    this.#waiters = waiters;
    this.#logger = logger;
  }

  /** Begins with outcomes that are written from now on. */
  async start(): Promise<void> {
    this.#reading = this.#readForEver(await lastSequence(this.#nc, streams.outcomes));
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#reading;
  }

  async #readForEver(start: number): Promise<void> {
    const { signal } = this.#abort;
    let after: number | 'new' = start;
    while (!signal.aborted) {
      try {
        for await (const outcome of readOutcomes(this.#nc, { after, signal })) {
          this.#waiters.settle(outcome.causationid, settledBy(outcome));
        }
      } catch (error) {
        if (!signal.aborted) this.#logger.error({ err: error }, 'reading outcomes was interrupted');
      }
      // Whoever waited meanwhile looks into the archive when the time is up.
      after = 'new';
      await pause(retryMs, signal);
    }
  }
}
