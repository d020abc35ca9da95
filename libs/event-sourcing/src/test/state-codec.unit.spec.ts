import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeState, encodeState } from '../state-codec.ts';

const states = fc.letrec<{ state: unknown }>((tie) => ({
  state: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(undefined, null, true, false, '', '$', '__proto__'),
    fc.string(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.array(tie('state'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$', 'map', 'entries')), tie('state'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
    fc.array(fc.tuple(fc.string(), tie('state')), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.array(fc.string(), { maxLength: 4 }).map((values) => new Set(values)),
  ),
})).state;

describe('states as JSON', () => {
  it('come back as they were, over the wire', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(decodeState(JSON.parse(JSON.stringify(encodeState(state))))).toStrictEqual(state);
      }),
      { numRuns: 500 },
    );
  });

  it('refuse what would come back as something else', () => {
    for (const value of [new Date(), Number.NaN, Infinity, -0, 1n, () => 1, new (class Thing {})()]) {
      expect(() => encodeState({ value })).toThrow(expect.objectContaining({ code: 'state_not_encodable' }));
    }
    expect(() => decodeState({ $: 'matrix' })).toThrow(expect.objectContaining({ code: 'state_not_encodable' }));
  });
});
