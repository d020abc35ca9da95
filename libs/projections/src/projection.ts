import { isUnreadable, type Context, type RecordedFact } from '@podium/proto';

/**
 * How facts become the rows of one table.
 *
 * Both functions are pure: same facts, same rows, however the facts are cut into batches. Rows are plain objects with
 * exactly the entity's columns, and are frozen: `fold` returns a new one, or the same one where nothing changes.
 */
export interface TableFold<Row extends object> {
  /**
   * TypeORM entity with one primary column and no relations. Its table is made from the entity, not by a migration.
   * RFC 3339 strings belong into `text` columns: a timestamp type would give them back in another spelling.
   */
  readonly entity: new () => Row;
  /** Key of the only row that a fact may change; null for a fact that this table is not about. */
  keyOf(fact: RecordedFact): string | null;
  /** The row after the fact; null where there is none (any more). Throwing stops the projection. */
  fold(row: Row | null, fact: RecordedFact): Row | null;
}

/** Tables that are a fold of the log. */
export interface Projection {
  /** Unique within the schema. */
  readonly name: string;
  /** Raise it with every change of a fold or an entity: the tables are made anew and folded from the first fact. */
  readonly version: number;
  /** Facts of other contexts are not shown to the folds. */
  readonly contexts: readonly Context[];
  /** Of these contexts the folds are also shown what stands in the place of messages that can't be read. Default: none. */
  readonly unreadableContexts?: readonly Context[];
  readonly tables: readonly TableFold<object>[];
}

/** Whether the folds of a projection see a fact. */
export function concerns(projection: Projection, fact: RecordedFact): boolean {
  if (isUnreadable(fact)) return projection.unreadableContexts?.some((context) => context === contextOf(fact)) ?? false;
  return projection.contexts.some((context) => fact.type.startsWith(`podium.${context}.`));
}

/** The same for many facts: there are few types. */
export function contextFilter(projection: Projection): (fact: RecordedFact) => boolean {
  const known = new Map<string, boolean>();
  return (fact) => {
    if (isUnreadable(fact)) return concerns(projection, fact);
    const seen = known.get(fact.type) ?? concerns(projection, fact);
    known.set(fact.type, seen);
    return seen;
  };
}

/** The second part of an event's subject. */
function contextOf({ subject }: RecordedFact): string | undefined {
  return subject.split('/', 2)[1];
}
