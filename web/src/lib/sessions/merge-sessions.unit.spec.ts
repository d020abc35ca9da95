import { describe, expect, it } from '@jest/globals';
import { aSession } from '../../test/builders.ts';
import { mergeSessions, sessionsAt } from './merge-sessions.ts';

describe('mergeSessions', () => {
  it('lists each session once, the newer view of it, newest first', () => {
    const old = aSession({ id: 'a', queued_at: '2026-01-01T00:00:00.000Z', position: 3, status: 'completed' });
    const stale = aSession({ id: 'b', queued_at: '2026-01-02T00:00:00.000Z', position: 5, status: 'queued' });
    const live = { ...stale, position: 9, status: 'running' as const };
    expect(mergeSessions([stale, old], [live]).map(({ id, status }) => [id, status])).toEqual([
      ['b', 'running'],
      ['a', 'completed'],
    ]);
    expect(mergeSessions([live], [stale])[0]?.status).toBe('running');
  });
});

describe('sessionsAt', () => {
  it('shows what ran then as running, what had ended as it ended, and nothing that came later', () => {
    const ended = aSession({ id: 'a', status: 'failed', ended_at: '2026-01-01T01:00:00.000Z' });
    const ran = aSession({ id: 'b', status: 'completed', ended_at: '2026-01-01T03:00:00.000Z' });
    const later = aSession({ id: 'c', status: 'completed', ended_at: '2026-01-01T05:00:00.000Z' });
    const unended = aSession({ id: 'd', status: 'queued', ended_at: null });
    const then = [{ ...ran, status: 'running' as const, ended_at: null }];
    const shown = sessionsAt([unended, later, ran, ended], then, '2026-01-01T02:00:00.000Z');
    expect(shown.map(({ id, status }) => [id, status])).toEqual([
      ['b', 'running'],
      ['a', 'failed'],
    ]);
  });
});
