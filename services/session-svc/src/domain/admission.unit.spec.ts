import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { admissible, type Competitor } from './admission.ts';

interface Session {
  readonly id: string;
  readonly queue_time_ms: number;
}

function competitor(id: string, slots: number, running: number, times: readonly number[]): Competitor<Session> {
  const queued = times.map((queue_time_ms) => ({ id: `${id}@${queue_time_ms}`, queue_time_ms }));
  return { project_id: id, slots, running, queued };
}

const ids = (sessions: readonly Session[]) => sessions.map(({ id }) => id);

const competitors = fc
  .array(fc.record({ slots: fc.nat(4), running: fc.nat(4), times: fc.array(fc.nat(100), { maxLength: 6 }) }), {
    maxLength: 6,
  })
  .map((projects) => projects.map((p, index) => competitor(`p${index}`, p.slots, p.running, p.times)));

describe('admissible', () => {
  it('gives the free slots of a project in the order of its queue', () =>
    expect(ids(admissible([competitor('p', 2, 1, [7, 3])], 20))).toEqual(['p@7']));

  it('admits nothing where the queue is held', () => expect(admissible([competitor('p', 0, 0, [1])], 20)).toEqual([]));

  it('gives what all have together to those who have least, and among these to who came first', () => {
    const all = [competitor('busy', 9, 2, [1, 2]), competitor('late', 9, 0, [9]), competitor('early', 9, 0, [5, 6])];
    expect(ids(admissible(all, 5))).toEqual(['early@5', 'late@9', 'early@6']);
  });

  it('admits nothing where all together have enough, or more since the limit was lowered', () => {
    expect(admissible([competitor('p', 9, 4, [1])], 4)).toEqual([]);
    expect(admissible([competitor('p', 9, 4, [1])], 2)).toEqual([]);
  });

  it('never exceeds a limit and leaves no slot free while someone may have it', () =>
    fc.assert(
      fc.property(competitors, fc.nat(20), (all, limit) => {
        const admitted = admissible(all, limit);
        const count = (id: string) => admitted.filter((session) => session.id.startsWith(`${id}@`)).length;
        const running = all.reduce((sum, project) => sum + project.running, 0);
        expect(admitted.length).toBeLessThanOrEqual(Math.max(0, limit - running));
        for (const { project_id, slots, running: own, queued } of all) {
          const got = count(project_id);
          expect(got).toBeLessThanOrEqual(Math.max(0, slots - own));
          const wants = got < queued.length && own + got < slots;
          if (wants) expect(running + admitted.length).toBeGreaterThanOrEqual(limit);
        }
      }),
    ));
});
