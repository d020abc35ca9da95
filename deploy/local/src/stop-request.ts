const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The wish of the person (or of the system) that Podium should end: a signal, or the end of `npm`, which dies without
 * passing a SIGKILL on.
 */
export class StopRequest {
  readonly made: Promise<'stop'>;
  /** A second signal: do not wait any longer. */
  readonly madeAgain: Promise<'stop at once'>;
  readonly #onSignal: () => void;
  readonly #parentWatch: NodeJS.Timeout | undefined;
  /** Processes of others keep no event loop going: without this one, a stack that is all split would run out. */
  readonly #waiting = setInterval(() => undefined, longestTimerMilliseconds);

  constructor() {
    let first: () => void = () => undefined;
    let second: () => void = () => undefined;
    this.made = new Promise((resolve) => (first = () => resolve('stop')));
    this.madeAgain = new Promise((resolve) => (second = () => resolve('stop at once')));
    let firstAt: number | undefined;
    this.#onSignal = () => {
      // npm passes on the signal that the terminal has sent to everybody: the same wish, twice in a moment.
      if (firstAt !== undefined && performance.now() - firstAt > sameWishSeconds * 1000) second();
      firstAt ??= performance.now();
      first();
    };
    for (const signal of signals) process.on(signal, this.#onSignal);
    this.#parentWatch = watchParent(first);
  }

  dispose(): void {
    for (const signal of signals) process.off(signal, this.#onSignal);
    clearInterval(this.#parentWatch);
    clearInterval(this.#waiting);
  }
}

const sameWishSeconds = 0.5;
const longestTimerMilliseconds = 2 ** 31 - 1;

/** The start script replaces the shell through which npm runs it: npm is the parent, and its parent is nobody's matter. */
function watchParent(onGone: () => void): NodeJS.Timeout | undefined {
  if (process.env['npm_lifecycle_event'] === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, 500).unref();
}
