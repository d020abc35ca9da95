import { describe, expect, it } from '@jest/globals';
import { aSession } from '../../test/builders.ts';
import { mergeSessions } from './merge-sessions.ts';

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
