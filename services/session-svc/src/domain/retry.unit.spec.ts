import { describe, expect, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { FailureClass, PermissionAnswer, SessionPhase, TurnEnding } from '@podium/proto';
import { delayMs } from './retry.ts';
import { sessionDecider } from './session-decider.ts';

const sessionId = 's1';
const ids = { sessionId, taskId: 't1' };
const usage = { inputTokens: 10, outputTokens: 5, cachedTokens: 0, costUsd: 0.01 };
const twice = { inputTokens: 20, outputTokens: 10, cachedTokens: 0, costUsd: 0.02 };
const model = { providerId: 'podium-demo', modelId: 'scripted', label: 'Demo', scripted: true };
const now = '2026-01-01T00:00:00.000Z';
const reason = 'provider_rate_limit';
const message = 'Too many requests.';

const queued = fact('podium.session.v1.SessionQueued', {
  ...ids,
  phase: SessionPhase.IMPLEMENTATION,
  title: 'Add a README',
  prompt: 'Add a README',
  requestedBy: 'user:ann',
  priority: 'SESSION_PRIORITY_MEDIUM',
});
const admitted = fact('podium.session.v1.SessionAdmitted', ids);
const requeued = (why: string) => fact('podium.session.v1.SessionRequeued', { ...ids, reason: why });
const stopped = fact('podium.session.v1.SessionStopping', { ...ids, reason: 'stopped' });

function started(attempt: number) {
  const run = { runtimeSessionId: 'ses_1', runtimeMessageId: `msg_${attempt}` };
  return fact('podium.session.v1.SessionStarted', { ...ids, attempt, owner: 'a', model, ...run });
}

/** The wait before try number `attempt`. */
function scheduled(attempt: number, delaySeconds: number) {
  return fact('podium.session.v1.SessionRetryScheduled', {
    ...ids,
    attempt,
    maxAttempts: 4,
    dueAt: new Date(Date.parse(now) + delayMs(sessionId, attempt - 2, delaySeconds)).toISOString(),
    reason,
    message,
    usage,
    outputChunks: 7,
  });
}

const schedule = {
  kind: 'schedule-retry',
  sessionId,
  owner: 'a',
  reason,
  message,
  tally: { usage, outputChunks: 7 },
  delaysSeconds: [10, 40, 160],
} as const;

const requeue = { kind: 'requeue', sessionId, attempt: 2 } as const;
const running = [queued, admitted, started(1)];
const retrying = [...running, scheduled(2, 10)];
const secondTry = [...retrying, requeued('retry_due'), admitted, started(2)];

function turnEnded(ending: TurnEnding, used: typeof usage) {
  const turn = { turn: 1, ending, summary: '', usage: used, model, requestedBy: 'user:ann', last: true };
  return fact('podium.session.v1.TurnEnded', { ...ids, ...turn });
}

describe('a try that failed', () => {
  it('is followed by a next one after a pause, three times, each pause longer than the one before', () => {
    given(sessionDecider, running).when(schedule, { now }).then(scheduled(2, 10));
    given(sessionDecider, secondTry).when(schedule, { now }).then(scheduled(3, 40));
    const third = [...secondTry, scheduled(3, 40), requeued('retry_due'), admitted, started(3)];
    given(sessionDecider, third).when(schedule, { now }).then(scheduled(4, 160));
    const fourth = [...third, scheduled(4, 160), requeued('retry_due'), admitted, started(4)];
    given(sessionDecider, fourth).when(schedule, { now }).thenRejected('no_tries_left');
  });

  it('may fail before the agent began', () => {
    given(sessionDecider, [queued, admitted]).when(schedule, { now }).then(scheduled(2, 10));
  });

  it('is not repeated where a stop was asked for, nor for an owner who lost the session', () => {
    given(sessionDecider, [...running, stopped])
      .when(schedule)
      .thenNothing();
    given(sessionDecider, running)
      .when({ ...schedule, owner: 'b' })
      .thenRejected('fenced');
  });

  it('waits for the time that it should, give or take a quarter, and always for the same', () => {
    const delays = Array.from({ length: 200 }, (_, index) => delayMs(`session-${index}`, 0, 10));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(7_500);
    expect(Math.max(...delays)).toBeLessThanOrEqual(12_500);
    expect(new Set(delays).size).toBeGreaterThan(150);
    expect(delayMs('session-1', 0, 10)).toBe(delays[1]);
  });
});

describe('the wait for the next try', () => {
  it('ends when the try is due, once', () => {
    given(sessionDecider, retrying).when(requeue).then(requeued('retry_due'));
    given(sessionDecider, [...retrying, requeued('retry_now')])
      .when(requeue)
      .thenNothing();
    given(sessionDecider, secondTry).when(requeue).thenNothing();
  });

  it('is not ended by the timer of an earlier try', () => {
    given(sessionDecider, [...secondTry, scheduled(3, 40)])
      .when(requeue)
      .thenNothing();
  });

  it('ends at once where a person does not want to wait', () => {
    given(sessionDecider, retrying).when({ kind: 'retry-now', sessionId }).then(requeued('retry_now'));
    given(sessionDecider, running).when({ kind: 'retry-now', sessionId }).thenRejected('session_not_retrying');
    given(sessionDecider, []).when({ kind: 'retry-now', sessionId }).thenRejected('session_not_found');
  });

  it('ends with the failure of the last try where a person gives up, with all that was used', () => {
    const failed = fact('podium.session.v1.SessionFailed', {
      ...ids,
      reason,
      message,
      failureClass: FailureClass.TRANSIENT,
      usage: twice,
      outputChunks: 7,
    });
    const giveUp = { kind: 'give-up', sessionId } as const;
    const afterTwo = [...secondTry, scheduled(3, 40)];
    given(sessionDecider, afterTwo).when(giveUp).then(turnEnded(TurnEnding.FAILED, twice), failed);
    given(sessionDecider, [...afterTwo, failed])
      .when(giveUp)
      .thenRejected('session_ended');
    given(sessionDecider, running).when(giveUp).thenRejected('session_not_retrying');
  });

  it('is cancelled by a stop, also where the next try already waits for its slot', () => {
    const stop = { kind: 'stop', ...ids, reason: 'stopped' } as const;
    const cancelled = fact('podium.session.v1.SessionCancelled', {
      ...ids,
      reason: 'stopped',
      usage,
      outputChunks: 7,
    });
    const ends = [turnEnded(TurnEnding.STOPPED, usage), cancelled];
    const given_ = (...more: ReturnType<typeof requeued>[]) => given(sessionDecider, [...retrying, ...more]).when(stop);
    given_().then(...ends);
    given_(requeued('retry_due')).then(...ends);
    given(sessionDecider, [...retrying, requeued('retry_due'), admitted])
      .when(stop)
      .then(...ends);
  });
});

describe('the next try', () => {
  it('is one more attempt, by whoever gets it', () => {
    given(sessionDecider, [...retrying, requeued('retry_due')])
      .when({ kind: 'admit', sessionId })
      .then(admitted);
    const run = { runtimeSessionId: 'ses_1', runtimeMessageId: 'msg_2', model };
    given(sessionDecider, [...retrying, requeued('retry_due'), admitted])
      .when({ kind: 'start', sessionId, owner: 'a', ...run })
      .then(fact('podium.session.v1.SessionStarted', { ...ids, attempt: 2, owner: 'a', ...run }));
  });

  it('ends the session with what all tries have used', () => {
    const ending = { kind: 'completed', summary: 'Done.' } as const;
    given(sessionDecider, secondTry)
      .when({ kind: 'end', sessionId, owner: 'a', ending, tally: { usage, outputChunks: 12 } })
      .then(
        {
          ...turnEnded(TurnEnding.COMPLETED, twice),
          data: { ...turnEnded(TurnEnding.COMPLETED, twice).data, summary: 'Done.' },
        },
        fact('podium.session.v1.SessionCompleted', { ...ids, summary: 'Done.', usage: twice, outputChunks: 12 }),
      );
  });
});

describe('a gate that nobody answers', () => {
  const gateId = 'per_1';
  const asked = fact('podium.session.v1.PermissionAsked', {
    ...ids,
    gateId,
    action: 'bash',
    patterns: ['ls'],
    always: [],
  });
  const timeOut = { kind: 'time-out-gate', sessionId, gateId } as const;
  const closed = fact('podium.session.v1.GateClosed', { ...ids, gateId, reason: 'timed_out' });

  it('is closed once, and can not be answered any more', () => {
    given(sessionDecider, [...running, asked])
      .when(timeOut)
      .then(closed);
    given(sessionDecider, [...running, asked, closed])
      .when(timeOut)
      .thenNothing();
    const answer = { kind: 'answer-permission', sessionId, gateId, answer: PermissionAnswer.ONCE } as const;
    given(sessionDecider, [...running, asked, closed])
      .when(answer)
      .thenRejected('gate_closed');
  });

  it('stays as it was answered', () => {
    const answered = fact('podium.session.v1.PermissionAnswered', { ...ids, gateId, answer: PermissionAnswer.ONCE });
    given(sessionDecider, [...running, asked, answered])
      .when(timeOut)
      .thenNothing();
    given(sessionDecider, [...running, asked, stopped])
      .when(timeOut)
      .thenNothing();
  });
});
