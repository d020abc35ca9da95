import type { RecordedFact } from '@podium/proto';
import { FoldError } from './errors.ts';
import type { TableFold } from './projection.ts';
import type { Row } from './row-table.ts';

/** What a batch makes of one table. */
export interface RowChanges {
  readonly upserts: readonly Row[];
  readonly removals: readonly string[];
}

/** One table's share of a batch: the facts that may change it, each with the key of its row. */
export type KeyedFacts = readonly { readonly key: string; readonly fact: RecordedFact }[];

/** Picks what a batch has for one table. @throws FoldError naming the fact whose key can't be told. */
export function keyFacts(name: string, table: TableFold<object>, facts: readonly RecordedFact[]): KeyedFacts {
  return facts.flatMap((fact) => {
    const key = attempt(name, fact, () => table.keyOf(fact));
    return key === null ? [] : [{ key, fact }];
  });
}

/**
 * Folds facts in order, key by key, so that each row is written once however many facts it has.
 *
 * @param rows rows of all keys of the facts as they are before the batch; absent where there is none.
 * @throws FoldError naming the fact that can't be folded, or that makes a row that does not fit its table.
 */
export function foldFacts(
  name: string,
  table: TableFold<object>,
  keyed: KeyedFacts,
  rows: ReadonlyMap<string, Row>,
  assertFits: (key: string, row: Row) => void,
): RowChanges {
  const folded = new Map<string, Row | null>();
  for (const { key, fact } of keyed) {
    const before = folded.has(key) ? (folded.get(key) ?? null) : (rows.get(key) ?? null);
    if (before) Object.freeze(before);
    const after = attempt(name, fact, () => {
      const row = table.fold(before, fact) as Row | null;
      if (row && row !== before) assertFits(key, row);
      return row;
    });
    folded.set(key, after);
  }
  const changed = [...folded].filter(([key, row]) => row !== (rows.get(key) ?? null));
  return {
    upserts: changed.flatMap(([, row]) => (row ? [row] : [])),
    removals: changed.flatMap(([key, row]) => (row ? [] : [key])),
  };
}

function attempt<T>(name: string, fact: RecordedFact, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new FoldError(name, fact, error);
  }
}
