import { setTimeout as sleep } from 'node:timers/promises';
import type { PodiumStack } from '@podium/stack-driver';
import type { Random } from './random.ts';

export const services = ['project-svc', 'task-svc', 'session-svc', 'pod-svc', 'gateway'] as const;

export interface KillOptions {
  readonly stack: PodiumStack;
  readonly random: Random;
  readonly kills: number;
  /** Between two kills, at most. The mean is half of it. */
  readonly longestPauseSeconds: number;
  /** Ends it early. */
  readonly signal: AbortSignal;
  readonly onKill?: (killed: number) => void;
}

/**
 * SIGKILLs services at random moments: at work, while they start, and several in a row. The supervisor brings them back.
 *
 * @returns how often each was killed.
 */
export async function killAtRandom(options: KillOptions): Promise<Map<string, number>> {
  const { stack, random, kills, longestPauseSeconds, signal } = options;
  const counts = new Map<string, number>(services.map((service) => [service, 0]));
  for (let killed = 0; killed < kills && !signal.aborted;) {
    await sleep(random.next() * longestPauseSeconds * 1000);
    const service = random.pick(services);
    // One that is down already counts for nothing.
    if (!stack.kill(service)) continue;
    counts.set(service, (counts.get(service) ?? 0) + 1);
    killed += 1;
    options.onKill?.(killed);
  }
  return counts;
}
