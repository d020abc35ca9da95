import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessEnd, ProcessIdentity } from '@podium/embedded-servers';

/** A process that can be replaced by another one of its kind. */
export interface Replaceable {
  readonly identity: ProcessIdentity;
  readonly ended: Promise<ProcessEnd>;
  stop(): Promise<void>;
}

export interface Kept<T extends Replaceable> {
  /** The one that runs now, or ran last. */
  current(): T;
  /** Stops it for good. */
  stop(): Promise<void>;
}

export interface KeepOptions {
  readonly name: string;
  readonly say: (text: string) => void;
  /** Called with each process that is started, before it is needed elsewhere. */
  readonly onChange: () => void;
  /** Default 10. The first pause is never longer either. */
  readonly longestPauseSeconds?: number;
}

const firstPauseSeconds = 0.2;
const defaultLongestPauseSeconds = 10;
/** One that ran this long has proved itself: its next end is met without a long pause. */
const provenAfterSeconds = 30;

/**
 * Starts a process and starts it again whenever it ends by itself, with growing pauses. Only the first start may fail.
 */
export async function keepRunning<T extends Replaceable>(
  launch: () => Promise<T>,
  options: KeepOptions,
): Promise<Kept<T>> {
  const longestPauseSeconds = options.longestPauseSeconds ?? defaultLongestPauseSeconds;
  const shortestPauseSeconds = Math.min(firstPauseSeconds, longestPauseSeconds);
  const stopping = new AbortController();
  let current = await launch();
  options.onChange();
  const watching = watch();
  return {
    current: () => current,
    async stop() {
      stopping.abort();
      await current.stop();
      await watching;
    },
  };

  async function watch(): Promise<void> {
    let pauseSeconds = shortestPauseSeconds;
    while (!stopping.signal.aborted) {
      const startedAt = performance.now();
      const { exitCode, signal } = await current.ended;
      if (stopping.signal.aborted) return;
      if (performance.now() - startedAt > provenAfterSeconds * 1000) pauseSeconds = shortestPauseSeconds;
      options.say(`  ! ${options.name} ended (${signal ?? `exit code ${exitCode}`}); starting it again`);
      // Gives back what the ended one held, such as the lock on its files.
      await current.stop();
      pauseSeconds = await relaunch(pauseSeconds);
    }
  }

  /** Gives the pause for the next time. */
  async function relaunch(pauseSeconds: number): Promise<number> {
    for (let pause = pauseSeconds; ; pause = Math.min(pause * 2, longestPauseSeconds)) {
      await pauseUnlessStopped(pause);
      if (stopping.signal.aborted) return pause;
      try {
        current = await launch();
        // Asked to stop meanwhile: stop() has only seen the one before.
        if (stopping.signal.aborted) await current.stop();
        else options.say(`  ✓ ${options.name} runs again`);
        options.onChange();
        return Math.min(pause * 2, longestPauseSeconds);
      } catch (error) {
        options.say(
          `  ! ${options.name} could not be started: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
  }

  async function pauseUnlessStopped(pauseSeconds: number): Promise<void> {
    await sleep(pauseSeconds * 1000, undefined, { signal: stopping.signal }).catch((error: unknown) => {
      if (!stopping.signal.aborted) throw error;
    });
  }
}
