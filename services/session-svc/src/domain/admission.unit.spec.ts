import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { admissible, type Contender } from './admission.ts';

const queues = fc
  .array(fc.constantFrom<Contender['status']>('queued', 'admitted'))
  .map((statuses) => statuses.map((status, index): Contender => ({ session_id: String(index), status })));

describe('admissible', () => {
  it('gives the free slots to those who came first', () => {
    const queue: Contender[] = [
      { session_id: 'a', status: 'admitted' },
      { session_id: 'b', status: 'queued' },
      { session_id: 'c', status: 'queued' },
    ];
    expect(admissible(queue, 2).map((session) => session.session_id)).toEqual(['b']);
  });

  it('admits nothing in a project that is gone', () =>
    expect(admissible([{ session_id: 'a', status: 'queued' }], 0)).toEqual([]));

  it('never exceeds the slots and leaves none free while someone waits', () =>
    fc.assert(
      fc.property(queues, fc.nat(4), (queue, slots) => {
        const running = queue.filter(({ status }) => status === 'admitted').length;
        const expected = Math.min(queue.length - running, Math.max(0, slots - running));
        expect(admissible(queue, slots)).toHaveLength(expected);
      }),
    ));

  it('names the same again while the first admission has not taken effect, so that the slots are kept', () =>
    fc.assert(
      fc.property(queues, fc.nat(4), (queue, slots) => {
        const first = admissible(queue, slots);
        const later = queue.map((session): Contender =>
          session === first[0] ? { ...session, status: 'admitted' } : session,
        );
        const again = new Set([...first, ...admissible(later, slots)].map((session) => session.session_id));
        expect(again.size).toBe(first.length);
      }),
    ));
});
