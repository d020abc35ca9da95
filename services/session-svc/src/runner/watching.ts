import { projectIdOf } from '@podium/proto';
import { isUsedUp, periodAt } from '../domain/budget.ts';
import type { RunPart } from './run-part.ts';
import type { SessionRunTools } from './session-run-tools.ts';
import type { WatchedSession } from './watchdog.ts';

/** What a watchdog may do with the session of a run. */
export function watchedSession(
  tools: Pick<SessionRunTools, 'limits' | 'budgets' | 'sleeps' | 'logger'>,
  run: RunPart,
): WatchedSession {
  const { ids } = run;
  const projectId = projectIdOf(run.work);
  return {
    state: () => run.state(),
    limits: () => tools.limits.sessionLimits(projectId),
    sleeps: (nowMs) => tools.sleeps.until(nowMs),
    async isOverBudget({ costUsd, tokens }) {
      const use = await tools.budgets.useOf(projectId, periodAt(Date.now()));
      return use !== undefined && isUsedUp({ ...use, costUsd: use.costUsd + costUsd, tokens: use.tokens + tokens });
    },
    command: (command) => run.command({ ...command, ...ids }, keyOf(command)),
    couldNotLook: (err) => tools.logger.warn({ err, ...ids }, 'The watchdog can’t look at the session'),
  };
}

/** The same thing noticed twice is one command. */
function keyOf(command: Parameters<WatchedSession['command']>[0]): string {
  if (command.kind === 'exceed-limit') return command.excess.reason;
  return command.kind === 'suspend' ? String(command.untilMs) : command.reason;
}
