import { fact, type Decider, type NewFact, type Rejected } from '@podium/event-sourcing';
import type {
  AdmitSession,
  QueueSession,
  SessionCommand,
  StartSession,
  StopSession,
  TakeOverSession,
} from './commands.ts';
import { decideConversation } from './conversation-decisions.ts';
import { cancelled, cancelWaiting, endSession } from './ending.ts';
import { expediteSession } from './expedite.ts';
import { answerPermission, answerQuestion, askPerson, closeGate, timeOutGate } from './gate-decisions.ts';
import { exceedLimit } from './limit-decisions.ts';
import { fenced, notRunnable, sessionEnded } from './refusals.ts';
import { recoverSession } from './recover.ts';
import { decideRetry } from './retry.ts';
import { evolveSession, initialSession, type SessionState } from './session.ts';
import { suspendSession } from './suspend.ts';

type Decision = readonly NewFact[] | Rejected;
type For<Command> = Command & { readonly sessionId: string };

export const sessionDecider: Decider<SessionState, SessionCommand> = {
  initialState: initialSession,
  evolve: evolveSession,
  decide(state, command, context) {
    switch (command.kind) {
      case 'queue':
        return queueSession(state, command);
      case 'expedite':
        return expediteSession(state, command);
      case 'admit':
        return admitSession(state, command);
      case 'start':
        return startSession(state, command);
      case 'take-over':
        return takeOverSession(state, command);
      case 'stop':
        return stopSession(state, command);
      case 'end':
        return endSession(state, command);
      case 'ask':
        return askPerson(state, command);
      case 'answer-permission':
        return answerPermission(state, command);
      case 'answer-question':
        return answerQuestion(state, command);
      case 'close-gate':
        return closeGate(state, command);
      case 'time-out-gate':
        return timeOutGate(state, command);
      case 'recover':
        return recoverSession(state, command);
      case 'exceed-limit':
        return exceedLimit(state, command);
      case 'suspend':
        return suspendSession(state, command);
      case 'schedule-retry':
      case 'requeue':
      case 'retry-now':
      case 'give-up':
        return decideRetry(state, command, context);
      case 'add-prompt':
      case 'edit-prompt':
      case 'remove-prompt':
      case 'send-prompt':
      case 'end-turn':
      case 'revert':
      case 'unrevert':
        return decideConversation(state, command);
    }
  },
};

/** A stop that came before the session was queued cancels it in the same decision. */
export function queueSession(state: SessionState, command: For<QueueSession>): Decision {
  if (state.kind !== 'none') return [];
  const { sessionId, taskId, phase, title, prompt, requestedBy, priority, options, continues } = command;
  const queued = fact('podium.session.v1.SessionQueued', {
    sessionId,
    taskId,
    phase,
    title,
    prompt,
    requestedBy,
    ...(priority ? { priority } : {}),
    ...(options ? { options } : {}),
    ...(continues ? { continues } : {}),
  });
  return state.stopReason ? [queued, cancelled(sessionId, taskId, state.stopReason)] : [queued];
}

export function admitSession(state: SessionState, { sessionId }: For<AdmitSession>): Decision {
  if (state.kind !== 'queued') return [];
  return [fact('podium.session.v1.SessionAdmitted', { sessionId, taskId: state.work.taskId })];
}

/** Written before the prompt is sent, so that whoever comes next knows what to look for inside the runtime. */
export function startSession(state: SessionState, command: For<StartSession>): Decision {
  if (state.kind !== 'pending' && state.kind !== 'running') return notRunnable(state);
  if (state.kind === 'running' && state.run.owner !== command.owner) return fenced();
  const { sessionId, owner, runtimeSessionId, runtimeMessageId, model } = command;
  const { cutOffUsage, cutOffAt, conversationLost, headCommit } = command;
  return [
    fact('podium.session.v1.SessionStarted', {
      sessionId,
      taskId: state.work.taskId,
      attempt: state.work.tries.started + 1,
      owner,
      runtimeSessionId,
      runtimeMessageId,
      model,
      ...(cutOffUsage ? { cutOffUsage } : {}),
      ...(cutOffAt === undefined ? {} : { cutOffAt }),
      ...(conversationLost ? { conversationLost } : {}),
      ...(headCommit === undefined ? {} : { headCommit }),
    }),
  ];
}

/** From here on the earlier owner's writes are refused. */
export function takeOverSession(state: SessionState, command: For<TakeOverSession>): Decision {
  if (!('run' in state)) return notRunnable(state);
  if (state.run.owner === command.owner) return [];
  const { sessionId, owner } = command;
  const { attempt } = state.run;
  return [fact('podium.session.v1.SessionTakenOver', { sessionId, taskId: state.work.taskId, attempt, owner })];
}

/** What does not run yet is cancelled at once; what runs is ended by its owner. */
export function stopSession(state: SessionState, command: For<StopSession>): Decision {
  const { sessionId, taskId, reason } = command;
  const stopping = fact('podium.session.v1.SessionStopping', { sessionId, taskId, reason });
  switch (state.kind) {
    case 'none':
      return state.stopReason ? [] : [stopping];
    case 'queued':
    case 'pending':
    case 'retrying':
      return cancelWaiting(state, sessionId, reason);
    case 'running':
      return [stopping];
    case 'stopping':
      return [];
    case 'ended':
      return sessionEnded();
  }
}
