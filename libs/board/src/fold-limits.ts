import type { Recorded } from '@podium/proto';
import type { ProjectView, SessionLimitsView } from './views.ts';

/** What holds for the sessions of a project that says nothing else. */
export const defaultSessionLimits: SessionLimitsView = {
  minutes: 60,
  idle_minutes: 10,
  steps: 200,
  tokens: 0,
  cost_usd: 0,
};

/** The limits that a project begins with. */
export const noLimitSettings: Pick<ProjectView, 'session_limits' | 'gate_timeout_minutes'> = {
  session_limits: defaultSessionLimits,
  gate_timeout_minutes: 0,
};

/** What an edit changes of a project's limits. */
export function limitsChange({
  sessionLimits,
  gateTimeoutMinutes,
}: Recorded<'podium.project.v1.ProjectEdited'>['data']): Partial<ProjectView> {
  return {
    ...(sessionLimits
      ? {
          session_limits: {
            minutes: sessionLimits.minutes,
            idle_minutes: sessionLimits.idleMinutes,
            steps: sessionLimits.steps,
            tokens: sessionLimits.tokens,
            cost_usd: sessionLimits.costUsd,
          },
        }
      : {}),
    ...(gateTimeoutMinutes === undefined ? {} : { gate_timeout_minutes: gateTimeoutMinutes }),
  };
}
