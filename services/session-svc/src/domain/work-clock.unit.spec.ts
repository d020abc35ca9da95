import { describe, expect, it } from '@jest/globals';
import { fact, type NewFact } from '@podium/event-sourcing';
import { PermissionAnswer, type RecordedFact } from '@podium/proto';
import { evolveClock, stoppedClock, workedMs } from './work-clock.ts';

const ids = { sessionId: 's1', taskId: 't1' };
const started = fact('podium.session.v1.SessionStarted', {
  ...ids,
  attempt: 1,
  owner: 'a',
  runtimeSessionId: 'ses_1',
  runtimeMessageId: 'msg_1',
  model: undefined,
});
const asks = (gateId: string) =>
  fact('podium.session.v1.PermissionAsked', { ...ids, gateId, action: 'bash', patterns: [], always: [] });
const answers = (gateId: string) =>
  fact('podium.session.v1.PermissionAnswered', { ...ids, gateId, answer: PermissionAnswer.ONCE });
const retries = fact('podium.session.v1.SessionRetryScheduled', {
  ...ids,
  attempt: 2,
  maxAttempts: 4,
  dueAt: '2026-01-01T00:01:00.000Z',
  reason: 'unknown',
  message: 'Broken.',
  usage: undefined,
  outputChunks: 1,
});

/** How many seconds were worked at a second, after facts at seconds. */
function worked(at: number, ...facts: [number, NewFact][]): number {
  const recorded = facts.map(([second, each]) => ({ ...each, time: new Date(second * 1_000).toISOString() }));
  const clock = recorded.reduce((folded, each) => evolveClock(folded, each as RecordedFact), stoppedClock);
  return workedMs(clock, at * 1_000) / 1_000;
}

describe('the work clock', () => {
  it('runs from the first start, whoever goes on', () => {
    expect(worked(5)).toBe(0);
    expect(worked(5, [2, started])).toBe(3);
    expect(worked(9, [2, started], [4, started])).toBe(7);
  });

  it('does not count how long an agent that was cut off was away', () => {
    const again = { ...started, data: { ...started.data, cutOffAt: new Date(4_000).toISOString() } } as NewFact;
    expect(worked(9_010, [2, started], [9_000, again])).toBe(2 + 10);
    expect(worked(9_010, [2, started], [3, asks('1')], [9_000, again])).toBe(1 + 10);
    expect(worked(20, [2, started], [3, again])).toBe(18);
  });

  it('stands while a person is waited for, until everything is answered', () => {
    expect(worked(50, [0, started], [10, asks('1')])).toBe(10);
    expect(worked(50, [0, started], [10, asks('1')], [15, asks('2')], [20, answers('1')])).toBe(10);
    expect(worked(50, [0, started], [10, asks('1')], [15, asks('2')], [20, answers('1')], [40, answers('2')])).toBe(20);
  });

  it('stands between the tries', () => {
    expect(worked(100, [0, started], [10, retries])).toBe(10);
    expect(worked(100, [0, started], [10, retries], [90, started])).toBe(20);
  });
});
