import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { admissible, type Contender } from './admission.ts';

function contender(session_id: string, project_id: string, status: Contender['status']): Contender {
  return { session_id, project_id, status };
}

describe('admissible', () => {
  it('gives the free slots to those who came first', () => {
    const queue = [
      contender('a', 'p', 'admitted'),
      contender('b', 'p', 'queued'),
      contender('c', 'p', 'queued'),
      contender('d', 'q', 'queued'),
    ];
    const slots = new Map([
      ['p', 2],
      ['q', 1],
    ]);
    expect(admissible(queue, slots).map((session) => session.session_id)).toEqual(['b', 'd']);
  });

  it('admits nothing in a project that is gone', () =>
    expect(admissible([contender('a', 'p', 'queued')], new Map())).toEqual([]));

  const queues = fc.array(
    fc.record({
      project_id: fc.constantFrom('p', 'q'),
      status: fc.constantFrom('queued' as const, 'admitted' as const),
    }),
  );

  it('never exceeds the slots and leaves none free while someone waits', () =>
    fc.assert(
      fc.property(queues, fc.nat(4), (rows, limit) => {
        const queue = rows.map((row, index) => ({ ...row, session_id: String(index) }));
        const admitted = admissible(
          queue,
          new Map([
            ['p', limit],
            ['q', limit],
          ]),
        );
        for (const project of ['p', 'q']) {
          const mine = queue.filter((row) => row.project_id === project);
          const running = mine.filter((row) => row.status === 'admitted').length;
          const waiting = mine.length - running;
          const expected = Math.min(waiting, Math.max(0, limit - running));
          expect(admitted.filter((row) => row.project_id === project)).toHaveLength(expected);
        }
      }),
    ));

  it('names the same again while the first admission has not taken effect, so that the slots are kept', () =>
    fc.assert(
      fc.property(queues, fc.nat(4), (rows, limit) => {
        const queue = rows.map((row, index) => ({ ...row, session_id: String(index) }));
        const slots = new Map([
          ['p', limit],
          ['q', limit],
        ]);
        const first = admissible(queue, slots);
        const later = queue.map((row) => (row === first[0] ? { ...row, status: 'admitted' as const } : row));
        const again = new Set([...first, ...admissible(later, slots)].map((row) => row.session_id));
        expect(again.size).toBe(first.length);
      }),
    ));
});
