import { describe, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { FailureClass, SessionPhase } from '@podium/proto';
import { sessionDecider } from './session-decider.ts';

const ids = { sessionId: 's1', taskId: 't1' };
const queued = fact('podium.session.v1.SessionQueued', {
  ...ids,
  phase: SessionPhase.IMPLEMENTATION,
  title: 'Add a README',
  prompt: 'Add a README',
  requestedBy: 'user:ann',
});
const expedited = fact('podium.session.v1.SessionExpedited', ids);
const admitted = fact('podium.session.v1.SessionAdmitted', ids);
const usage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: 0 };
const failed = fact('podium.session.v1.SessionFailed', {
  ...ids,
  reason: 'model_error',
  message: 'No.',
  failureClass: FailureClass.PERMANENT,
  usage,
  outputChunks: 0,
});
const retrying = fact('podium.session.v1.SessionRetryScheduled', {
  ...ids,
  attempt: 2,
  maxAttempts: 4,
  dueAt: '2026-01-01T00:00:10.000Z',
  reason: 'busy',
  message: 'Busy.',
  usage,
  outputChunks: 0,
});
const requeued = fact('podium.session.v1.SessionRequeued', { ...ids, reason: 'retry_due' });
const expedite = { kind: 'expedite', sessionId: 's1' } as const;

describe('running a session next', () => {
  it('is a fact', () => given(sessionDecider, [queued]).when(expedite).then(expedited));

  it('is wished once', () => given(sessionDecider, [queued, expedited]).when(expedite).thenNothing());

  it('can be wished of one that waits for a slot again', () =>
    given(sessionDecider, [queued, admitted, retrying, requeued]).when(expedite).then(expedited));

  it('is refused where it waits for no slot', () => {
    given(sessionDecider, [queued, admitted]).when(expedite).thenRejected('session_not_queued');
    given(sessionDecider, [queued, admitted, failed]).when(expedite).thenRejected('session_not_queued');
    given(sessionDecider, []).when(expedite).thenRejected('session_not_found');
  });

  it('does not keep it from being admitted', () =>
    given(sessionDecider, [queued, expedited]).when({ kind: 'admit', sessionId: 's1' }).then(admitted));
});
