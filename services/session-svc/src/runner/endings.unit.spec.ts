import { describe, expect, it } from '@jest/globals';
import { fact, type NewFact } from '@podium/event-sourcing';
import { SessionPhase, type RecordedFact } from '@podium/proto';
import { evolveSession, initialSession, type SessionState } from '../domain/session.ts';
import { isOver } from './endings.ts';

const ids = { sessionId: 's1', taskId: 't1' };
const work = { title: 'A task', prompt: 'Do it', requestedBy: 'user:ann' };
const queued = fact('podium.session.v1.SessionQueued', {
  ...ids,
  ...work,
  phase: SessionPhase.IMPLEMENTATION,
  priority: 'SESSION_PRIORITY_MEDIUM',
});
const admitted = fact('podium.session.v1.SessionAdmitted', ids);
const scheduled = fact('podium.session.v1.SessionRetryScheduled', {
  ...ids,
  attempt: 2,
  maxAttempts: 4,
  dueAt: '2026-01-01T00:00:10.000Z',
  reason: 'unknown',
  message: 'Broken.',
  usage: undefined,
  outputChunks: 3,
});
const requeued = fact('podium.session.v1.SessionRequeued', { ...ids, reason: 'retry_due' });

/** The state after facts whose ids are their places. */
function after(...facts: NewFact[]): SessionState {
  return facts.reduce((state: SessionState, each, index) => {
    const recorded = { ...each, id: String(index), time: '2026-01-01T00:00:00.000Z', actor: 'service:test' };
    return evolveSession(state, recorded as RecordedFact);
  }, initialSession);
}

describe('the work of a try', () => {
  const [ofFirstTry, ofSecondTry] = [{ causationid: '1' }, { causationid: '4' }];

  it('is to be done until the try has ended', () => {
    expect(isOver(after(queued, admitted), ofFirstTry)).toBe(false);
    expect(isOver(after(queued, admitted, scheduled), ofFirstTry)).toBe(true);
  });

  it('is not done again beside the next try, should it be delivered late', () => {
    expect(isOver(after(queued, admitted, scheduled, requeued), ofFirstTry)).toBe(true);
    const secondTry = after(queued, admitted, scheduled, requeued, admitted);
    expect(isOver(secondTry, ofFirstTry)).toBe(true);
    expect(isOver(secondTry, ofSecondTry)).toBe(false);
  });
});
