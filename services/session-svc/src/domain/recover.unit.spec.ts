import { describe, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { SessionPhase } from '@podium/proto';
import { recoveryDecider } from './recovery.ts';
import { sessionDecider } from './session-decider.ts';

const ids = { sessionId: 's1', taskId: 't1' };
const queued = fact('podium.session.v1.SessionQueued', {
  ...ids,
  phase: SessionPhase.IMPLEMENTATION,
  title: 'A',
  prompt: 'A',
  requestedBy: 'user:ann',
});
const admitted = fact('podium.session.v1.SessionAdmitted', ids);
const usage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: 0 };
const ended = fact('podium.session.v1.SessionCancelled', { ...ids, reason: 'stopped', usage, outputChunks: 0 });
const recover = { kind: 'recover', sessionId: 's1', problem: 'work_lost' } as const;

describe('a session that nobody works on', () => {
  it('is handed out again while it holds a slot, for the try that it is in', () =>
    given(sessionDecider, [queued, admitted])
      .when(recover)
      .then(fact('podium.session.v1.SessionRecovered', { ...ids, problem: 'work_lost', admissionId: 'given-2' })));

  it('is left alone where nobody has to work on it', () => {
    given(sessionDecider, []).when(recover).thenNothing();
    given(sessionDecider, [queued]).when(recover).thenNothing();
    given(sessionDecider, [queued, admitted, ended]).when(recover).thenNothing();
  });
});

describe('what was found in a runtime', () => {
  it('is told with the session that it belonged to, where there is one', () => {
    const found = { projectId: 'p1', runtimeSessionId: 'ses_1' };
    const cleaned = (more: { problem: string; sessionId?: string }) =>
      fact('podium.session.v1.RuntimeSessionCleaned', { ...found, ...more });
    given(recoveryDecider, [])
      .when({ kind: 'record-cleaned', ...found, problem: 'unknown' })
      .then(cleaned({ problem: 'unknown' }));
    given(recoveryDecider, [])
      .when({ kind: 'record-cleaned', ...found, problem: 'ended', sessionId: 's1' })
      .then(cleaned({ problem: 'ended', sessionId: 's1' }));
  });
});
