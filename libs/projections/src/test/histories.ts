import type { EventEnvelope, FactType } from '@podium/proto';
import fc from 'fast-check';
import { recorded, taskFact, type Happening } from './facts.ts';
import type { Projection } from '../projection.ts';
import { concerns } from '../projection.ts';

const text = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('', 'NULL', '{}', '"', '\\', ',', "it's", 'ünï😀'));

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('created' as const), title: text, description: text }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('edited' as const), title: text }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('moved' as const), rank: text }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('failed' as const), message: text }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'deleted' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'foreign' as const }) },
);

/** Random lives of a few tasks in two projects, in one order. */
export const histories: fc.Arbitrary<EventEnvelope<FactType>[]> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 5 }), happening), { minLength: 1, maxLength: 60 })
  .map((steps) => steps.map(([task, what]) => taskFact(`task-${task}`, what, `project-${task % 2}`)));

/** Rows by table and key, as the definition says: one fact after the other, in memory, nothing else. */
export function plainFold(projection: Projection, log: readonly EventEnvelope<FactType>[]): Map<string, object>[] {
  const tables = projection.tables.map(() => new Map<string, object>());
  log.forEach((envelope, index) => {
    const fact = recorded(envelope, index + 1);
    if (!concerns(projection, fact)) return;
    projection.tables.forEach((table, number) => {
      const rows = tables[number];
      const key = table.keyOf(fact);
      if (!rows || key === null) return;
      const row = table.fold(rows.get(key) ?? null, fact);
      if (row) rows.set(key, row);
      else rows.delete(key);
    });
  });
  return tables;
}

/** Rows of `plainFold` in the order and shape in which PostgreSQL gives them back. */
export function sortedRows(rows: ReadonlyMap<string, object> | undefined): object[] {
  return [...(rows ?? [])].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, row]) => withDates(row));
}

/** A mixed life of some hundred tasks. */
export function manyFacts(count: number): ReturnType<typeof taskFact>[] {
  const kinds: Happening['kind'][] = ['created', 'edited', 'moved', 'edited', 'foreign', 'moved', 'failed', 'edited'];
  return Array.from({ length: count }, (_, index) =>
    taskFact(
      `task-${(index * 7) % 300}`,
      { kind: kinds[Math.floor(index / 300) % kinds.length] ?? 'edited' },
      `project-${index % 5}`,
    ),
  );
}

/** The driver reads timestamps as dates. */
function withDates(row: object): object {
  return 'updated_at' in row ? { ...row, updated_at: new Date(String(row.updated_at)) } : row;
}
