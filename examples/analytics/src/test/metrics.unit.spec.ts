import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Metrics, reportOf, type Fact, type Snapshot } from '../index.ts';
import { factOf, steps, type Step } from './facts.ts';

const begin = Date.parse('2026-03-01T10:00:00.000Z');

function fact(id: string, step: Step, minute: number): Fact {
  const task = { projectId: 'project-1', context: 'task', id } as const;
  return factOf(task, step, new Date(begin + minute * 60_000)) as Fact;
}

function fold(facts: readonly Fact[]): Snapshot {
  const metrics = new Metrics();
  facts.forEach((one, index) => metrics.apply(one, index + 1));
  return metrics.snapshot();
}

const history = (...entries: [Step, number][]): Fact[] => entries.map(([step, minute]) => fact('task-1', step, minute));

describe('Metrics', () => {
  it('measures from the first Execute to DONE, and from creation to the first result', () => {
    const { days } = fold(history(['created', 0], ['started', 5], ['completed', 15], ['accepted', 65]));
    expect(days).toEqual({ '2026-03-01': { done: 1, cycleSeconds: [3600], firstResultSeconds: [900] } });
  });

  it('goes on measuring where the agent is stopped and started again', () => {
    const again = history(
      ['created', 0],
      ['started', 1],
      ['stopped', 2],
      ['started', 10],
      ['completed', 11],
      ['accepted', 21],
    );
    expect(fold(again).days['2026-03-01']).toMatchObject({ cycleSeconds: [1200] });
  });

  it('begins anew for a card that was reopened', () => {
    const first = history(['created', 0], ['started', 1], ['completed', 2], ['accepted', 3]);
    const second = history(['reopened', 10], ['started', 20], ['completed', 21], ['accepted', 25]);
    expect(fold([...first, ...second]).days['2026-03-01']).toEqual({
      done: 2,
      cycleSeconds: [120, 300],
      firstResultSeconds: [120],
    });
  });

  it('counts a card that no agent worked on as done, without a cycle time', () => {
    expect(fold(history(['created', 0], ['accepted', 5])).days['2026-03-01']).toEqual({
      done: 1,
      cycleSeconds: [],
      firstResultSeconds: [],
    });
  });

  it('counts on the day, in UTC, on which it came to DONE', () => {
    const overnight = history(['created', 0], ['started', 0], ['completed', 1], ['accepted', 14 * 60]);
    expect(Object.entries(fold(overnight).days).map(([date, { done }]) => [date, done])).toEqual([
      ['2026-03-01', 0],
      ['2026-03-02', 1],
    ]);
  });

  it('forgets what was deleted, and what is done', () => {
    expect(fold(history(['created', 0], ['deleted', 1])).openTasks).toEqual({});
    expect(fold(history(['created', 0], ['started', 1], ['accepted', 2])).openTasks).toEqual({});
  });

  it('takes no notice of moves within a column, and of facts that it does not know', () => {
    const [created, , , accepted] = history(['created', 0], ['started', 1], ['completed', 2], ['accepted', 3]);
    const within = { ...accepted, data: { from: 'TASK_STATUS_DONE', to: 'TASK_STATUS_DONE' } } as Fact;
    const unknown = { ...created, type: 'podium.task.v9.TaskPainted', data: { colour: 'red' } } as Fact;
    expect(fold([created as Fact, within, unknown]).days).toEqual({});
  });

  it('understands facts of tomorrow that move a card', () => {
    const [created, started] = history(['created', 0], ['started', 1]) as [Fact, Fact];
    const approved = { ...fact('task-1', 'accepted', 3), type: 'podium.task.v1.TaskApproved' };
    expect(fold([created, started, approved]).days['2026-03-01']).toMatchObject({ done: 1, cycleSeconds: [120] });
  });
});

describe('Metrics, whatever happens', () => {
  const facts = fc.array(
    fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(...steps), fc.nat(10_000))
      .map(([id, step, minute]) => fact(id, step, minute)),
    { maxLength: 60 },
  );
  /** How the program dies: after so many deliveries more, of which so many came after the last saving. */
  const crashes = fc.array(fc.record({ after: fc.nat(20), unsaved: fc.nat(20), repeats: fc.nat(5) }), { maxLength: 8 });

  it('are the same after any crashes and any facts that come twice', () => {
    fc.assert(
      fc.property(facts, crashes, (log, plan) => {
        let saved: Snapshot | undefined;
        for (const { after, unsaved, repeats } of [...plan, { after: log.length, unsaved: 0, repeats: 0 }]) {
          const metrics = new Metrics(saved);
          const first = Math.max(0, metrics.position - repeats);
          const end = Math.min(log.length, metrics.position + after);
          for (let index = first; index < end; index += 1) {
            metrics.apply(log[index] as Fact, index + 1);
            if (index < end - unsaved) saved = JSON.parse(JSON.stringify(metrics.snapshot())) as Snapshot;
          }
        }
        expect(saved ?? new Metrics().snapshot()).toEqual(JSON.parse(JSON.stringify(fold(log))));
      }),
      { numRuns: 300 },
    );
  });

  it('count as many done cards as came to DONE', () => {
    fc.assert(
      fc.property(facts, (log) => {
        const arrivals = log.filter(({ data }) => data.to === 'TASK_STATUS_DONE').length;
        const counted = Object.values(fold(log).days).reduce((sum, { done }) => sum + done, 0);
        expect(counted).toBe(arrivals);
      }),
    );
  });
});

describe('reportOf', () => {
  it('gives days in order, with values that really occurred', () => {
    const day = { done: 3, cycleSeconds: [30, 10, 20], firstResultSeconds: [] };
    expect(reportOf({ days: { '2026-03-02': day, '2026-03-01': { ...day, cycleSeconds: [7] } } })).toEqual([
      { date: '2026-03-01', done: 3, medianCycleSeconds: 7, p90CycleSeconds: 7, medianFirstResultSeconds: null },
      { date: '2026-03-02', done: 3, medianCycleSeconds: 20, p90CycleSeconds: 30, medianFirstResultSeconds: null },
    ]);
  });
});
