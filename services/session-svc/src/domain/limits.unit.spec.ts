import { describe, expect, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { FailureClass, SessionPhase, TurnEnding } from '@podium/proto';
import { excessOf, type Consumption, type SessionLimits } from './limits.ts';
import { sessionDecider } from './session-decider.ts';

const minuteMs = 60_000;
const defaultLimits: SessionLimits = { minutes: 60, idleMinutes: 10, steps: 200, tokens: 0, costUsd: 0 };
const little: Consumption = { workedMs: 0, idleMs: 0, steps: 1, tokens: 1, costUsd: 0.01 };

describe('the limits of a session', () => {
  it('are not exceeded by what they allow', () => {
    const atTheLimit = { workedMs: 60 * minuteMs, idleMs: 10 * minuteMs, steps: 200, tokens: 9e9, costUsd: 9e9 };
    expect(excessOf(defaultLimits, atTheLimit)).toBeUndefined();
  });

  it.each([
    ['limit_time', { minutes: 5 }, { workedMs: 5 * minuteMs + 1 }, 'worked for more than 5 minutes'],
    ['limit_idle', { idleMinutes: 1 }, { idleMs: minuteMs + 1 }, 'progress for a minute'],
    ['limit_steps', { steps: 3 }, { steps: 4 }, '4 steps; 3 are allowed'],
    ['limit_tokens', { tokens: 10_000 }, { tokens: 12_345 }, '12,345 tokens; 10,000 are allowed'],
    ['limit_cost', { costUsd: 0.5 }, { costUsd: 0.514 }, '$0.51; $0.50 are allowed'],
  ])('say with %s what was exceeded and what to do', (reason, limit, used, sentence) => {
    const excess = excessOf({ ...defaultLimits, ...limit }, { ...little, ...used });
    expect(excess?.reason).toBe(reason);
    expect(excess?.message).toContain(sentence);
    expect(excess?.message).toContain('Raise the limit');
  });

  it('of 0 allow everything', () => {
    const nothing = { minutes: 0, idleMinutes: 0, steps: 0, tokens: 0, costUsd: 0 };
    const much = { workedMs: 9e9, idleMs: 9e9, steps: 9e9, tokens: 9e9, costUsd: 9e9 };
    expect(excessOf(nothing, much)).toBeUndefined();
  });
});

const sessionId = 's1';
const ids = { sessionId, taskId: 't1' };
const usage = { inputTokens: 10, outputTokens: 5, cachedTokens: 0, costUsd: 0.01 };
const model = { providerId: 'podium-demo', modelId: 'scripted', label: 'Demo', scripted: true };
const excess = { reason: 'limit_steps', message: 'The agent has taken 4 steps; 3 are allowed.' } as const;
const stopping = fact('podium.session.v1.SessionStopping', { ...ids, ...excess });
const running = [
  fact('podium.session.v1.SessionQueued', {
    ...ids,
    phase: SessionPhase.IMPLEMENTATION,
    title: 'Loop',
    prompt: 'Loop',
    requestedBy: 'user:ann',
    priority: 'SESSION_PRIORITY_MEDIUM',
  }),
  fact('podium.session.v1.SessionAdmitted', ids),
  fact('podium.session.v1.SessionStarted', {
    ...ids,
    attempt: 1,
    owner: 'a',
    runtimeSessionId: 'ses_1',
    runtimeMessageId: 'msg_1',
    model,
  }),
];

describe('a session that exceeds a limit', () => {
  const exceed = { kind: 'exceed-limit', sessionId, owner: 'a', excess } as const;
  const ending = { kind: 'completed', summary: '' } as const;
  const end = { kind: 'end', sessionId, owner: 'a', ending, tally: { usage, outputChunks: 7 } } as const;

  it('is stopped, with a fact first, once and by its owner only', () => {
    given(sessionDecider, running).when(exceed).then(stopping);
    given(sessionDecider, [...running, stopping])
      .when(exceed)
      .thenNothing();
    given(sessionDecider, running)
      .when({ ...exceed, owner: 'b' })
      .thenRejected('fenced');
  });

  it('fails with that limit once the run has ended, whatever the agent did meanwhile, and needs a person', () => {
    const turn = {
      turn: 1,
      ending: TurnEnding.STOPPED,
      summary: '',
      usage,
      model,
      requestedBy: 'user:ann',
      last: true,
    };
    const failure = { ...excess, failureClass: FailureClass.NEEDS_PERSON, usage, outputChunks: 7 };
    given(sessionDecider, [...running, stopping])
      .when(end)
      .then(
        fact('podium.session.v1.TurnEnded', { ...ids, ...turn }),
        fact('podium.session.v1.SessionFailed', { ...ids, ...failure }),
      );
  });
});
