import type { SessionLimitsView } from '@podium/board';
import type { SessionLimits } from '@podium/proto';

/** Limits as the contract writes them. */
export function sessionLimitsOf(limits: SessionLimitsView | undefined): SessionLimits | undefined {
  return (
    limits && {
      minutes: limits.minutes,
      idleMinutes: limits.idle_minutes,
      steps: limits.steps,
      tokens: limits.tokens,
      costUsd: limits.cost_usd,
    }
  );
}
