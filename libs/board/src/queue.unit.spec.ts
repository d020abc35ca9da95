import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareInQueue, priorityBonusMs, queuePositions, queueTimeMs, type QueueBoard } from './queue.ts';
import type { SessionView } from './session-view.ts';
import type { TaskPriorityName } from './task-view.ts';

type Session = QueueBoard['sessions'][number];
type Task = QueueBoard['tasks'][number];

const start = Date.UTC(2026, 0, 1, 12);
const open = { queue_paused: false, queue_pause_reason: null, budget_status: null, max_concurrent_sessions: 3 };

function session(id: string, minute: number, more: Partial<SessionView> = {}): Session {
  const queued_at = new Date(start + minute * 60_000).toISOString();
  const place = { task_id: `task-${id}`, priority: 'MEDIUM', expedited_position: null } as const;
  return { id, queued_at, title: id, status: 'queued', gates: [], ...place, ...more };
}

function task(id: string, depends_on: string[] = [], status: Task['status'] = 'IN_PROGRESS'): Task {
  return { id, status, depends_on, archived_at: null };
}

function order(sessions: Session[], tasks: Task[] = []): string[] {
  return [...queuePositions({ project: open, sessions, tasks }).keys()];
}

describe('the queue of a project', () => {
  it('is in the order of arrival among equals, and by id where they came at once', () =>
    expect(order([session('b', 1), session('c', 0), session('a', 1)])).toEqual(['c', 'a', 'b']));

  it('prefers the urgent, but no urgency overtakes those who have waited for long', () => {
    const waiting = session('waiting', 0, { priority: 'LOW' });
    expect(order([waiting, session('urgent', 119, { priority: 'URGENT' })])).toEqual(['urgent', 'waiting']);
    expect(order([waiting, session('urgent', 121, { priority: 'URGENT' })])).toEqual(['waiting', 'urgent']);
    expect(order([waiting, session('high', 29, { priority: 'HIGH' })])).toEqual(['high', 'waiting']);
    expect(order([waiting, session('medium', 11)])).toEqual(['waiting', 'medium']);
  });

  it('begins with what people want to run next, in the order of their wishes', () => {
    const sessions = [
      session('first', 0, { priority: 'URGENT' }),
      session('wished-second', 9, { expedited_position: 12 }),
      session('wished-first', 10, { expedited_position: 11, priority: 'LOW' }),
    ];
    expect(order(sessions)).toEqual(['wished-first', 'wished-second', 'first']);
  });

  it('ends with those who wait for other tasks, and says for which', () => {
    const sessions = [session('a', 0), session('b', 1)];
    const tasks = [
      task('task-a', ['x', 'done', 'archived', 'deleted']),
      task('x'),
      task('done', [], 'DONE'),
      { ...task('archived'), archived_at: '2026-01-01T00:00:00.000Z' },
    ];
    const use = { slots: 3, running: 0, unanswered: [] };
    const nothingHeld = { paused: false, pauseReason: null, overBudget: false, use };
    expect([...queuePositions({ project: open, sessions, tasks })]).toEqual([
      ['b', { position: 1, blockedBy: [], ...nothingHeld }],
      ['a', { position: 2, blockedBy: ['x'], ...nothingHeld }],
    ]);
  });

  it('has nobody who does not wait for a slot', () =>
    expect(order([session('a', 0, { status: 'running' }), session('b', 0, { status: 'retrying' })])).toEqual([]));

  it('says what holds all of it', () => {
    const budget_status = { state: 'exceeded', period: '2026-01', cost_usd: 1, tokens: 1, at: '' } as const;
    const project = { ...open, queue_paused: true, queue_pause_reason: 'Lunch', budget_status };
    const [place] = queuePositions({ project, sessions: [session('a', 0)], tasks: [] }).values();
    expect(place).toMatchObject({ paused: true, pauseReason: 'Lunch', overBudget: true });
  });
});

describe('the order of sessions', () => {
  const priorities = fc.constantFrom<TaskPriorityName>('LOW', 'MEDIUM', 'HIGH', 'URGENT');
  const sessions = fc.array(
    fc.record({ minute: fc.nat(300), priority: priorities, expedited_position: fc.option(fc.nat(5)) }),
    { maxLength: 30 },
  );
  const made = sessions.map((drafts) => drafts.map(({ minute, ...rest }, index) => session(`s${index}`, minute, rest)));

  it('is total: the same from every beginning', () =>
    fc.assert(
      fc.property(made, (all) => {
        const ids = (list: Session[]) => list.toSorted(compareInQueue).map(({ id }) => id);
        expect(ids(all.toReversed())).toEqual(ids(all));
      }),
    ));

  it('lets nobody without a wish overtake one who came more than the greatest bonus earlier', () =>
    fc.assert(
      fc.property(made, (all) => {
        for (const one of all) {
          for (const other of all) {
            if (one.expedited_position !== null || other.expedited_position !== null) continue;
            const lead = Date.parse(other.queued_at) - Date.parse(one.queued_at);
            if (lead > priorityBonusMs.URGENT) expect(queueTimeMs(one)).toBeLessThan(queueTimeMs(other));
          }
        }
      }),
    ));
});
