import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';

/** A time in which this process did not run, in epoch milliseconds. */
export interface Sleep {
  readonly fromMs: number;
  readonly untilMs: number;
}

const tickMilliseconds = 1_000;
/** A busy process may miss ticks; one that missed so many has not run. */
const shortestSleepMilliseconds = 30_000;
/** Older ones are no part of any work that goes on. */
const mostSleeps = 20;

/** Notices that the process was not run for a while: the machine slept, the process was held, or its clock was put forward. */
@Injectable()
export class Sleeps implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #sleeps: readonly Sleep[] = [];
  #lastMs: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  onApplicationBootstrap(): void {
    this.until(Date.now());
    this.#timer = setInterval(() => this.until(Date.now()), tickMilliseconds);
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  /** All sleeps until now, oldest first. Whoever asks may be the first to run after one. */
  until(nowMs: number): readonly Sleep[] {
    const fromMs = this.#lastMs ?? nowMs;
    this.#lastMs = nowMs;
    if (nowMs - fromMs < shortestSleepMilliseconds) return this.#sleeps;
    this.#sleeps = [...this.#sleeps, { fromMs, untilMs: nowMs }].slice(-mostSleeps);
    return this.#sleeps;
  }
}
