import { readFileSync } from 'node:fs';
import { systemErrorCode } from '@podium/embedded-servers';

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
  }
}

const sameWishSeconds = 0.5;

/** npm runs us through a shell, which waits for us when npm is gone: on Linux the shell's parent is looked at as well. */
function watchParent(onGone: () => void): NodeJS.Timeout | undefined {
  if (process.env['npm_lifecycle_event'] === undefined) return undefined;
  const parent = process.ppid;
  const grandparent = parentOf(parent);
  return setInterval(() => {
    if (process.ppid !== parent || parentOf(parent) !== grandparent) onGone();
  }, 500).unref();
}

function parentOf(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^PPid:\s*(\d+)$/m.exec(status)?.[1]);
  } catch (error) {
    // The process has just ended, or there is no /proc on this system.
    if (systemErrorCode(error) === 'ENOENT' || systemErrorCode(error) === 'ESRCH') return undefined;
    throw error;
  }
}
