import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordedFact } from '@podium/proto';
import { activityKeyOf, foldActivity, type PodActivity } from './pod-activity.ts';

let position = 0;

function fact(type: string, sessionId = 's1'): RecordedFact {
  position += 1;
  const context = type.split('.')[1];
  return {
    type,
    position,
    subject: `p1/${context}/${sessionId}`,
    time: `2026-01-01T00:00:${String(position).padStart(2, '0')}Z`,
    data: { projectId: 'p1', sessionId },
  } as unknown as RecordedFact;
}

function folded(facts: readonly RecordedFact[]): PodActivity | null {
  return facts.reduce<PodActivity | null>((row, each) => (activityKeyOf(each) ? foldActivity(row, each) : row), null);
}

describe('the activity of a pod', () => {
  beforeEach(() => {
    position = 0;
  });

  it('lasts while a session holds a slot, and its end is the last use', () => {
    const facts = [
      fact('podium.pod.v1.PodReady'),
      fact('podium.session.v1.SessionAdmitted', 's1'),
      fact('podium.session.v1.SessionAdmitted', 's2'),
      fact('podium.session.v1.SessionCompleted', 's1'),
    ];
    expect(folded(facts)).toMatchObject({ active_sessions: ['s2'], last_used_at: '2026-01-01T00:00:04Z' });
    expect(folded([...facts, fact('podium.session.v1.SessionFailed', 's2')])?.active_sessions).toEqual([]);
  });

  it('is not needed by a session that waits for its next try', () => {
    const facts = [fact('podium.session.v1.SessionAdmitted'), fact('podium.session.v1.SessionRetryScheduled')];
    expect(folded(facts)?.active_sessions).toEqual([]);
    expect(folded([...facts, fact('podium.session.v1.SessionAdmitted')])?.active_sessions).toEqual(['s1']);
  });

  it('counts a session once', () => {
    const admitted = 'podium.session.v1.SessionAdmitted';
    expect(folded([fact(admitted), fact(admitted)])?.active_sessions).toEqual(['s1']);
  });

  it('begins with the pod and ends with it', () => {
    expect(folded([fact('podium.pod.v1.PodReady')])).toMatchObject({ active_sessions: [] });
    expect(folded([fact('podium.pod.v1.PodReady'), fact('podium.pod.v1.PodDeleted')])).toBeNull();
  });
});
