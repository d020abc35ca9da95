import type { Logger } from 'pino';

/** One thing to end. Steps run in order, each within its share of the time. */
export interface ShutdownStep {
  readonly name: string;
  /** Part of the whole time, from 0 to 1. What earlier steps leave over is added. */
  readonly share: number;
  readonly run: () => Promise<unknown> | undefined;
  /** What to do instead when the time is up, for example to cut what would not end by itself. */
  readonly force?: () => Promise<unknown> | undefined;
}

/**
 * Ends things in order and always comes to an end: a step that takes too long is left behind, one that fails is
 * logged, and the next one follows.
 */
export async function shutDown(steps: readonly ShutdownStep[], timeoutSeconds: number, logger: Logger): Promise<void> {
  const begun = Date.now();
  let share = 0;
  for (const step of steps) {
    share += step.share;
    const deadline = begun + share * timeoutSeconds * 1_000;
    try {
      const inTime = await within(deadline - Date.now(), step.run());
      if (!inTime) {
        logger.warn({ step: step.name }, 'shutdown step took too long');
        await within(100, step.force?.());
      }
    } catch (error) {
      logger.error({ step: step.name, err: error }, 'shutdown step failed');
    }
  }
}

/** Whether it ended in time. Rejects as it does; a rejection after the time is swallowed by the race on purpose. */
async function within(milliseconds: number, work: Promise<unknown> | undefined): Promise<boolean> {
  if (!work) return true;
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), Math.max(0, milliseconds));
  });
  try {
    return await Promise.race([work.then(() => true as const), timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
