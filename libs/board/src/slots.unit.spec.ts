import { describe, expect, it } from '@jest/globals';
import { awaitedBy, queuePositions, waitSentence, type QueueBoard, type QueuePlace } from './queue.ts';
import type { GateView, SessionView } from './session-view.ts';
import { slotUse, unansweredWords } from './slots.ts';

type Session = QueueBoard['sessions'][number];

const project = { queue_paused: false, queue_pause_reason: null, budget_status: null, max_concurrent_sessions: 3 };

function session(id: string, status: SessionView['status'], gates: GateView[] = []): Session {
  const queued_at = '2026-01-01T00:00:00.000Z';
  return { id, task_id: `task-${id}`, title: id, status, gates, queued_at, priority: 'LOW', expedited_position: null };
}

function asking(id: string, minute: number): Session {
  const asked_at = `2026-01-01T00:0${minute}:00.000Z`;
  return session(id, 'waiting', [{ kind: 'question', id: 'g', asked_at, questions: [] }]);
}

function placeIn(sessions: Session[], change: Partial<QueueBoard['project']> = {}): QueuePlace {
  const board = { project: { ...project, ...change }, tasks: [], sessions: [...sessions, session('q', 'queued')] };
  const place = queuePositions(board).get('q');
  if (!place) throw new Error('It is not queued');
  return place;
}

describe('the slots of a project', () => {
  it('are held by all who were admitted, and those who wait for an answer are named, the longest first', () => {
    const sessions = [
      session('pending', 'pending'),
      session('stopping', 'stopping'),
      asking('later', 5),
      asking('first', 1),
      session('retrying', 'retrying'),
      session('done', 'completed'),
    ];
    const use = slotUse({ project, sessions });
    expect(use).toMatchObject({ slots: 3, running: 4 });
    expect(use.unanswered.map(({ session_id, since }) => [session_id, since])).toEqual([
      ['first', '2026-01-01T00:01:00.000Z'],
      ['later', '2026-01-01T00:05:00.000Z'],
    ]);
  });

  it.each([
    [[asking('a', 1), asking('b', 2), session('c', 'running')], '2 of 3 running agents wait for an answer'],
    [[asking('a', 1), session('b', 'running'), session('c', 'running')], '1 of 3 running agents waits for an answer'],
    [[asking('a', 1), asking('b', 2), asking('c', 3)], 'all 3 running agents wait for an answer'],
    [[session('a', 'running'), session('b', 'running'), session('c', 'running')], null],
    [[asking('a', 1), asking('b', 2)], null],
  ])('say whether it is people who hold up the queue (%#)', (sessions, words) =>
    expect(unansweredWords(slotUse({ project, sessions }))).toBe(words),
  );
});

describe('why a queued session has not begun', () => {
  const busy = ['a', 'b', 'c'].map((id) => session(id, 'running'));

  it('is told with who has the slots', () => {
    expect(waitSentence(placeIn(busy))).toBe('It waits for a slot; 3 agents of this project are at work.');
    expect(waitSentence(placeIn([asking('a', 1), ...busy.slice(1)]))).toBe(
      'It waits for a slot; 1 of 3 running agents waits for an answer.',
    );
    expect(waitSentence(placeIn([asking('a', 1)], { max_concurrent_sessions: 1 }))).toBe(
      'It waits for a slot; the running agent waits for an answer.',
    );
  });

  it('is not its own project where that has a slot free', () =>
    expect(waitSentence(placeIn(busy.slice(1)))).toContain('A slot is free'));

  it('is what holds all of them, before the slots', () => {
    const paused = placeIn([asking('a', 1), ...busy], { queue_paused: true, queue_pause_reason: 'Lunch' });
    expect([awaitedBy(paused), waitSentence(paused)]).toEqual(['queue', 'The queue is paused: Lunch']);
    const budget_status = { state: 'exceeded', period: '2026-01', cost_usd: 1, tokens: 1, at: '' } as const;
    expect(awaitedBy(placeIn(busy, { budget_status }))).toBe('budget');
  });
});
