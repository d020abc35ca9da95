import type { OnApplicationShutdown } from '@nestjs/common';
import type { NatsConnection } from 'nats';

const beatMs = 1_000;
/** Without an answer for so long the log counts as away. */
const awayAfterMs = 2_500;

/** Whether the servers of the log answer: what they don't tell can't be known, however long a connection stays open. */
export class LogPulse implements OnApplicationShutdown {
  readonly #nc: NatsConnection;
  readonly #timer: NodeJS.Timeout;
  readonly #listeners = new Set<() => void>();
  #isAsking = false;
  #isAway = false;
  #lastAnswerMs = Date.now();

  constructor(nc: NatsConnection) {
    this.#nc = nc;
    this.#timer = setInterval(() => void this.#beat(), beatMs).unref();
  }

  get isAway(): boolean {
    return this.#isAway;
  }

  /** Until when nothing that was told can have been missed, in epoch milliseconds. */
  get lastAnswerMs(): number {
    return this.#lastAnswerMs;
  }

  /** Called when the log goes away and when it is back. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  async #beat(): Promise<void> {
    this.#become(Date.now() - this.#lastAnswerMs > awayAfterMs);
    if (this.#isAsking || this.#nc.isClosed()) return;
    this.#isAsking = true;
    // A connection that is lost refuses; it is asked again as soon as it may be back.
    const isAnswered = await this.#nc.rtt().then(
      () => true,
      () => false,
    );
    this.#isAsking = false;
    if (!isAnswered) return;
    this.#lastAnswerMs = Date.now();
    this.#become(false);
  }

  #become(isAway: boolean): void {
    if (isAway === this.#isAway) return;
    this.#isAway = isAway;
    for (const listener of this.#listeners) listener();
  }
}
