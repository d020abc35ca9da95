import { FailureClass, projectIdOf, type RecordedFact, type Usage } from '@podium/proto';
import { sessionPhaseName, sessionPriorityName } from './names.ts';

import { begunConversation, conversationChange, newConversation } from './fold-conversation.ts';
import { retryChange } from './fold-retry.ts';
import { gateOf } from './gate.ts';
import type { GateView, SessionView, UsageView } from './session-view.ts';

/** How many characters of the agent's last words a list shows. */
const previewLength = 200;

/** Folds one fact into a session; null before its first fact. */
export function foldSession(session: SessionView | null, fact: RecordedFact): SessionView | null {
  if (fact.type === 'podium.session.v1.SessionQueued') return queuedSession(session, fact);
  const change = session && changeOf(session, fact);
  return change ? { ...session, ...change, position: fact.position } : session;
}

/** Whether the session still holds its task. */
export function isActive(session: Pick<SessionView, 'status'>): boolean {
  return session.status !== 'completed' && session.status !== 'failed' && session.status !== 'cancelled';
}

function queuedSession(
  earlier: SessionView | null,
  fact: Extract<RecordedFact, { type: 'podium.session.v1.SessionQueued' }>,
): SessionView {
  return {
    id: fact.data.sessionId,
    project_id: projectIdOf(fact),
    task_id: fact.data.taskId,
    phase: sessionPhaseName(fact.data.phase),
    status: 'queued',
    attempt: 0,
    title: fact.data.title,
    prompt: fact.data.prompt,
    model: null,
    requested_by: earlier?.requested_by ?? fact.data.requestedBy,
    priority: sessionPriorityName(fact.data.priority),
    expedited_position: null,
    queued_at: fact.time,
    started_at: null,
    ended_at: null,
    duration_ms: null,
    stop_reason: null,
    preview: null,
    latest_changes: null,
    failure: null,
    retry: null,
    usage: null,
    gates: [],
    output_chunks: null,
    ...newConversation(fact),
    position: fact.position,
  };
}

function changeOf(session: SessionView, fact: RecordedFact): Partial<SessionView> | undefined {
  switch (fact.type) {
    case 'podium.session.v1.SessionAdmitted':
      return { status: 'pending', expedited_position: null };
    case 'podium.session.v1.SessionStarted':
      return {
        ...begunConversation(session),
        status: 'running',
        gates: [],
        attempt: fact.data.attempt,
        started_at: session.started_at ?? fact.time,
        model: fact.data.model
          ? {
              provider_id: fact.data.model.providerId,
              model_id: fact.data.model.modelId,
              label: fact.data.model.label,
              scripted: fact.data.model.scripted,
            }
          : null,
      };
    case 'podium.session.v1.SessionExpedited':
      return { expedited_position: fact.position };
    case 'podium.session.v1.SessionStopping':
      return { status: 'stopping', gates: [], stop_reason: fact.data.reason };
    case 'podium.session.v1.SessionCompleted':
      return { ...ended(session, fact), status: 'completed', preview: previewOf(fact.data.summary) };
    case 'podium.session.v1.SessionFailed':
      return {
        ...ended(session, fact),
        status: 'failed',
        failure: {
          code: fact.data.reason,
          message: fact.data.message,
          retryable: fact.data.failureClass === FailureClass.TRANSIENT,
        },
      };
    case 'podium.session.v1.SessionCancelled':
      return { ...ended(session, fact), status: 'cancelled', stop_reason: fact.data.reason };
    case 'podium.session.v1.PermissionAsked':
    case 'podium.session.v1.QuestionAsked':
      return waitingFor([...session.gates, gateOf(fact)]);
    case 'podium.session.v1.PermissionAnswered':
    case 'podium.session.v1.QuestionAnswered':
    case 'podium.session.v1.GateClosed':
      return session.status === 'waiting'
        ? waitingFor(session.gates.filter((gate) => gate.id !== fact.data.gateId))
        : undefined;
    default:
      return retryChange(fact) ?? conversationChange(session, fact);
  }
}

function waitingFor(gates: GateView[]): Partial<SessionView> {
  return { gates, status: gates.length > 0 ? 'waiting' : 'running' };
}

type Ending = Extract<
  RecordedFact,
  {
    type:
      'podium.session.v1.SessionCompleted' | 'podium.session.v1.SessionFailed' | 'podium.session.v1.SessionCancelled';
  }
>;

function ended(session: SessionView, fact: Ending): Partial<SessionView> {
  return {
    ended_at: fact.time,
    gates: [],
    retry: null,
    duration_ms: Math.max(0, Date.parse(fact.time) - Date.parse(session.started_at ?? session.queued_at)),
    usage: usageView(fact.data.usage),
    output_chunks: fact.data.outputChunks,
  };
}

function usageView(usage: Usage | undefined): UsageView | null {
  return usage
    ? {
        input_tokens: usage.inputTokens,
        output_tokens: usage.outputTokens,
        cached_tokens: usage.cachedTokens,
        cost_usd: usage.costUsd,
      }
    : null;
}

function previewOf(summary: string): string | null {
  return summary ? summary.slice(0, previewLength) : null;
}
