'use client';

import { useSyncExternalStore } from 'react';

/** One clock per step for the whole page, so that everything that counts the same thing changes at the same moment. */
class Clock {
  readonly #listeners = new Set<() => void>();
  #nowMs = Date.now();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly stepMs: number) {}

  now = (): number => this.#nowMs;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) {
      this.#timer = setInterval(() => this.#tick(), this.stepMs);
      this.#tick();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) clearInterval(this.#timer);
    };
  };

  #tick(): void {
    this.#nowMs = Date.now();
    for (const listener of this.#listeners) listener();
  }
}

const clocks = { second: new Clock(1_000), halfMinute: new Clock(30_000) };

/** The time in milliseconds, anew with every step of the clock. */
export function useNow(step: keyof typeof clocks): number {
  const clock = clocks[step];
  return useSyncExternalStore(clock.subscribe, clock.now, clock.now);
}
