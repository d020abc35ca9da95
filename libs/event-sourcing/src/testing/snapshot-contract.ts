import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { upcast, type EventEnvelope, type RecordedFact } from '@podium/proto';
import fc from 'fast-check';
import type { Decider } from '../decider.ts';
import { decodeState, encodeState } from '../state-codec.ts';

const golden = new URL('../../../../proto/golden/', import.meta.url);

/**
 * What states that are kept as snapshots have to be able to: whatever facts an aggregate has, in whatever order, a fold
 * that is interrupted anywhere, written down and gone on with ends in the same state. Call it in a spec file of the decider.
 *
 * @param contexts whose recorded facts the histories are made of.
 */
export function snapshotContract<State>(
  name: string,
  { initialState, evolve }: Pick<Decider<State, never>, 'initialState' | 'evolve'>,
  contexts: readonly string[],
): void {
  describe(`snapshots of the ${name}`, () => {
    it('change nothing, wherever they are taken', () => {
      const fact = fc.constantFrom(...recordedFacts(contexts));
      fc.assert(
        fc.property(fc.array(fc.tuple(fact, fc.boolean()), { maxLength: 40 }), (steps) => {
          let [plain, kept] = [initialState, initialState];
          for (const [index, [recorded, isKept]] of steps.entries()) {
            const next = { ...recorded, position: index + 1, version: index + 1 } as RecordedFact;
            plain = evolve(plain, next);
            kept = evolve(kept, next);
            if (isKept) kept = decodeState(JSON.parse(JSON.stringify(encodeState(kept)))) as State;
          }
          expect(kept).toStrictEqual(plain);
        }),
        { numRuns: 500 },
      );
    });
  });
}

/** One of each type. */
function recordedFacts(contexts: readonly string[]): EventEnvelope[] {
  return readdirSync(golden)
    .filter((file) =>
      contexts.some((context) => file.startsWith(`podium.${context}.`) && !/(Requested|Rejected)\.json$/.test(file)),
    )
    .map((file) => upcast(JSON.parse(readFileSync(new URL(file, golden), 'utf8')) as EventEnvelope));
}
