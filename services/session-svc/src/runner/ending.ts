import { LogUnavailableError } from '@podium/event-sourcing';
import { FailureClass, type Usage } from '@podium/proto';
import { isDatabaseAway } from '@podium/service-kit';
import type { EndSession } from '../domain/commands.ts';
import type { FailureClass as RunFailureClass } from '../opencode/classify-ending.ts';
import type { RunOutcome } from '../opencode/follow-run.ts';
import { isOpenCodeError } from '../opencode/open-code-error.ts';
import type { RunSummary } from '../opencode/run-summary.ts';
import { UnknownModelError } from './model.ts';
import { PodUnavailableError } from './pod-access.ts';
import { WorkspaceMissingError } from './workspace.ts';

type Ending = EndSession['ending'];

/** The fact keeps the agent's last words up to this many characters. */
const summaryLength = 2_000;

const failureClasses: Record<RunFailureClass, FailureClass> = {
  transient: FailureClass.TRANSIENT,
  permanent: FailureClass.PERMANENT,
  'needs-person': FailureClass.NEEDS_PERSON,
};

/** How the session ends with a run; undefined where the run was cut off and can be continued. */
export function endingOf(outcome: RunOutcome): Ending | undefined {
  const { ending } = outcome;
  switch (ending.kind) {
    case 'completed':
      return { kind: 'completed', summary: outcome.lastText.slice(0, summaryLength).replace(/[\uD800-\uDBFF]$/, '') };
    case 'failed':
      return failed(ending.reason, ending.message, failureClasses[ending.class]);
    case 'truncated':
      return failed(
        'output_limit',
        'The model reached the limit of its answer before it was done. Split the task, or choose a model with a larger limit.',
        FailureClass.PERMANENT,
      );
    case 'rejected':
      return failed('rejected', 'The agent stopped because what it asked for was refused.', FailureClass.PERMANENT);
    case 'aborted':
    case 'interrupted':
    case 'not_started':
      return undefined;
  }
}

/** How the session ends with an error of a step; undefined where trying the step again can help. */
export function endingAfterError(error: unknown): Ending | undefined {
  if (error instanceof PodUnavailableError) {
    return failed('pod_failed', error.message, error.retryable ? FailureClass.TRANSIENT : FailureClass.NEEDS_PERSON);
  }
  if (error instanceof WorkspaceMissingError) return failed(error.code, error.message, FailureClass.NEEDS_PERSON);
  if (error instanceof UnknownModelError) return failed('model_unknown', error.message, FailureClass.NEEDS_PERSON);
  if (error instanceof LogUnavailableError || isOpenCodeError(error, 'unreachable')) return undefined;
  if (isDatabaseAway(error)) return undefined;
  if (isOpenCodeError(error)) {
    return failed('runtime_refused', `The agent's runtime refused: ${error.message}`, FailureClass.NEEDS_PERSON);
  }
  const message = error instanceof Error ? error.message : String(error);
  return failed('internal_error', `Podium could not go on with this session: ${message}`, FailureClass.TRANSIENT);
}

/** The end of a session whose run was cut off too often. */
export function interruptedForGood(attempts: number): Ending {
  return failed(
    'interrupted',
    `The agent was interrupted ${attempts} times before it was done.`,
    FailureClass.TRANSIENT,
  );
}

function failed(reason: string, message: string, failureClass: FailureClass): Ending {
  return { kind: 'failed', reason, message, failureClass };
}

/** Tokens and money of a run, as the facts carry them. */
export function usageOf({ usage }: RunSummary): Usage {
  return {
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens + usage.reasoningTokens,
    cachedTokens: usage.cacheReadTokens,
    costUsd: usage.costUsd,
  };
}
