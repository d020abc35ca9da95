import type { OperationProgress } from '../operations.ts';

/** How often progress is told, unless the phase changes. */
const reportMilliseconds = 250;
/** The rate is that of about this long: a rebuild slows down when it begins to write. */
const rateMilliseconds = 5_000;

/** Turns positions into what a person wants to know. */
export class ProgressMeter {
  readonly #tell: (progress: OperationProgress) => void;
  readonly #now: () => number;
  #samples: { readonly at: number; readonly done: number }[] = [];
  #phase: OperationProgress['phase'] | undefined;
  #toldAt = -Infinity;

  constructor(tell: (progress: OperationProgress) => void, now: () => number = () => performance.now()) {
    this.#tell = tell;
    this.#now = now;
  }

  moved(phase: OperationProgress['phase'], done: number, total: number): void {
    const at = this.#now();
    if (phase === this.#phase && at - this.#toldAt < reportMilliseconds) return;
    this.#phase = phase;
    this.#toldAt = at;
    this.#samples.push({ at, done });
    while ((this.#samples[1]?.at ?? at) < at - rateMilliseconds) this.#samples.shift();
    const first = this.#samples[0] ?? { at, done };
    const factsPerSecond = at > first.at ? ((done - first.done) / (at - first.at)) * 1_000 : 0;
    const left = Math.max(0, total - done);
    this.#tell({
      phase,
      done,
      total: Math.max(total, done),
      factsPerSecond: Math.round(factsPerSecond),
      ...(factsPerSecond > 0 ? { secondsLeft: left / factsPerSecond } : {}),
    });
  }
}
