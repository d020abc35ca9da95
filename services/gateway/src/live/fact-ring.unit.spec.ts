import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedFact } from '@podium/proto';
import { FactRing } from './fact-ring.ts';

const fact = (position: number): RecordedFact => ({ position, subject: `p${position % 2}/task/t` }) as RecordedFact;

describe('FactRing', () => {
  it('answers as a list of all facts would, as far back as it covers', () => {
    const scenario = fc.record({
      capacity: fc.integer({ min: 1, max: 9 }),
      start: fc.nat(5),
      steps: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 40 }),
      limit: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(scenario, ({ capacity, start, steps, limit }) => {
        const ring = new FactRing(capacity, start);
        const all: RecordedFact[] = [];
        let position = start;
        for (const gap of steps) {
          position += gap;
          all.push(fact(position));
          ring.push(all.slice(-1));
        }
        for (let after = 0; after <= position + 1; after += 1) {
          const later = all.filter((entry) => entry.position > after);
          expect(ring.covers(after)).toBe(after >= start && later.length <= capacity);
          if (!ring.covers(after)) continue;
          const wanted = later.filter((entry) => entry.position % 2 === 1);
          const { facts, upTo } = ring.after(after, { projectId: 'p1' }, limit);
          expect(facts).toEqual(wanted.slice(0, limit));
          expect(upTo).toBe(wanted.length >= limit ? wanted[limit - 1]?.position : Math.max(after, position));
        }
      }),
    );
  });

  it('refuses to answer for what it has forgotten', () => {
    const ring = new FactRing(2, 0);
    ring.push([fact(1), fact(2), fact(3)]);
    expect(() => ring.after(0, {}, 10)).toThrow(RangeError);
  });
});
