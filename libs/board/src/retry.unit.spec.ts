import { describe, expect, it } from '@jest/globals';
import { fact, type NewFact } from '@podium/event-sourcing';
import { FailureClass, SessionPhase, WorkspaceSource, type RecordedFact } from '@podium/proto';
import { foldProject } from './fold-project.ts';
import { foldSession, isActive } from './fold-session.ts';
import { factDetails } from './story-details.ts';
import { factSentence } from './story-sentences.ts';
import type { SessionView } from './session-view.ts';
import type { ProjectView } from './views.ts';

const ids = { sessionId: 's1', taskId: 't1' };

function recorded(each: NewFact, index = 0, actor = 'service:session-svc'): RecordedFact {
  const envelope = { id: `f${index}`, subject: 'p1/session/s1', time: `2026-01-01T00:00:0${index}.000Z`, actor };
  return { ...each, ...envelope, position: index + 1, version: index + 1 } as RecordedFact;
}

function sessionAfter(...facts: NewFact[]): SessionView | null {
  return facts.map((each, index) => recorded(each, index)).reduce(foldSession, null);
}

const queued = fact('podium.session.v1.SessionQueued', {
  ...ids,
  phase: SessionPhase.IMPLEMENTATION,
  title: 'A task',
  prompt: 'Do it',
  requestedBy: 'user:ann',
  priority: 'SESSION_PRIORITY_MEDIUM',
});
const scheduled = fact('podium.session.v1.SessionRetryScheduled', {
  ...ids,
  attempt: 2,
  maxAttempts: 4,
  dueAt: '2026-01-01T00:00:10.000Z',
  reason: 'provider_rate_limit',
  message: 'Too many requests.',
  usage: undefined,
  outputChunks: 3,
});
const requeued = (reason: string) => fact('podium.session.v1.SessionRequeued', { ...ids, reason });
const failed = fact('podium.session.v1.SessionFailed', {
  ...ids,
  reason: 'provider_rate_limit',
  message: 'Too many requests.',
  failureClass: FailureClass.TRANSIENT,
  usage: undefined,
  outputChunks: 3,
});

describe('a session whose try failed', () => {
  it('says what it waits for, and still holds its task', () => {
    const session = sessionAfter(queued, fact('podium.session.v1.SessionAdmitted', ids), scheduled);
    expect(session).toMatchObject({
      status: 'retrying',
      retry: { attempt: 2, max_attempts: 4, due_at: '2026-01-01T00:00:10.000Z', reason: 'provider_rate_limit' },
    });
    expect(session && isActive(session)).toBe(true);
  });

  it('waits for nothing any more once it is queued again or has ended', () => {
    expect(sessionAfter(queued, scheduled, requeued('retry_due'))).toMatchObject({ status: 'queued', retry: null });
    expect(sessionAfter(queued, scheduled, failed)).toMatchObject({ status: 'failed', retry: null });
  });
});

describe('the story', () => {
  const tell = (each: NewFact, who = 'Ann', actor?: string): string => factSentence(recorded(each, 0, actor), who);

  it('tells of tries, limits and gates that nobody answered', () => {
    const limit = 'The agent has taken 4 steps; 3 are allowed.';
    const gate = { ...ids, gateId: 'g' };
    expect([
      tell(scheduled),
      tell(requeued('retry_due')),
      tell(requeued('retry_now')),
      tell(failed),
      tell(failed, 'Ann', 'user:ann'),
      tell(fact('podium.session.v1.SessionStopping', { ...ids, reason: 'limit_steps', message: limit })),
      tell({ ...failed, data: { ...failed.data, reason: 'limit_steps', message: limit } }),
      tell(fact('podium.session.v1.GateClosed', { ...gate, reason: 'timed_out' })),
      tell(fact('podium.session.v1.GateClosed', { ...gate, reason: 'withdrawn' })),
    ]).toEqual([
      'The agent failed: Too many requests. It tries again after a pause (try 2 of 4)',
      'The pause is over: the session waits for a free slot again',
      'Ann wants the next try now: the session waits for a free slot',
      'The agent failed: Too many requests.',
      'Ann gave up: Too many requests.',
      `The agent is to stop: ${limit}`,
      `The agent was stopped: ${limit}`,
      'Nobody answered in time: the agent goes on without it',
      'The agent does not wait for that any more',
    ]);
  });

  it('keeps the details of a pause', () => {
    expect(factDetails(recorded(scheduled))).toMatchObject({ attempt: 2, due_at: '2026-01-01T00:00:10.000Z' });
  });
});

describe('a project', () => {
  it('has the usual limits until they are changed', () => {
    const created = fact('podium.project.v1.ProjectCreated', {
      projectId: 'p1',
      name: 'First',
      description: '',
      source: WorkspaceSource.EMPTY,
      maxConcurrentSessions: 3,
    });
    const limits = { minutes: 30, idleMinutes: 5, steps: 50, tokens: 0, costUsd: 2.5 };
    const edited = fact('podium.project.v1.ProjectEdited', { projectId: 'p1', sessionLimits: limits });
    const timed = fact('podium.project.v1.ProjectEdited', { projectId: 'p1', gateTimeoutMinutes: 15 });
    const views = [created, edited, timed].reduce<(ProjectView | null)[]>(
      (all, each, index) => [...all, foldProject(all.at(-1) ?? null, recorded(each, index))],
      [],
    );
    expect(views.map((view) => [view?.session_limits.minutes, view?.gate_timeout_minutes])).toEqual([
      [60, 0],
      [30, 0],
      [30, 15],
    ]);
    expect(views[2]?.session_limits).toEqual({ minutes: 30, idle_minutes: 5, steps: 50, tokens: 0, cost_usd: 2.5 });
  });
});
