import { setTimeout as sleep } from 'node:timers/promises';
import { CONFIG, LOGGER, type Logger } from '@podium/service-kit';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { SessionConfig } from '../config.ts';
import { LostWork } from './lost-work.ts';
import { StrayRuntimeSessions } from './stray-runtime-sessions.ts';

/** What is suspected is looked at once more after this time: longer than a message waits for its owner's sign of life. */
const confirmAfterSeconds = 15;

/**
 * Compares what the log says of sessions with what is at work, at the start and then every minute, and puts right what
 * differs. What it corrected is a fact.
 */
@Injectable()
export class Reconciler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #lostWork: LostWork;
  readonly #strays: StrayRuntimeSessions;
  readonly #everySeconds: number;
  readonly #logger: Logger;
  readonly #closing = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(LostWork) lostWork: LostWork,
    @Inject(StrayRuntimeSessions) strays: StrayRuntimeSessions,
    @Inject(CONFIG) config: SessionConfig,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#lostWork = lostWork;
    this.#strays = strays;
    this.#everySeconds = config.PODIUM_RECONCILE_SECONDS;
    this.#logger = logger;
  }

  onApplicationBootstrap(): void {
    this.#running = this.#reconcileForEver();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #reconcileForEver(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const isUndecided = await this.#reconcile();
      const seconds = isUndecided ? Math.min(confirmAfterSeconds, this.#everySeconds) : this.#everySeconds;
      await Promise.allSettled([sleep(seconds * 1000, undefined, { signal: this.#closing.signal, ref: false })]);
    }
  }

  /** What can't be looked at now has its turn again the next time. */
  async #reconcile(): Promise<boolean> {
    const looks = [this.#lostWork.look(), this.#strays.look(this.#closing.signal)];
    const results = await Promise.allSettled(looks);
    for (const result of results) {
      if (result.status === 'rejected' && !this.#closing.signal.aborted) {
        this.#logger.warn({ err: result.reason }, 'Sessions could not be reconciled; trying again');
      }
    }
    return results.some((result) => result.status === 'rejected' || result.value);
  }
}
