import type { QueryRunner } from 'typeorm';
import type { RowDifference, VerifyResult } from '../operations.ts';
import type { ProjectionTable } from '../projection-tables.ts';
import type { TableFold } from '../projection.ts';
import { quoted, type RowTable } from '../row-table.ts';

/** A difference, before it is known which event made the row. */
export interface FoundDifference {
  readonly fold: TableFold<object>;
  readonly difference: Omit<RowDifference, 'event'>;
}

type Json = Readonly<Record<string, unknown>> | null;

/** Compares live tables with those of a shadow row by row, in one transaction that sees both at the same position. */
export async function compareTables(
  runner: QueryRunner,
  live: readonly ProjectionTable[],
  shadow: readonly ProjectionTable[],
): Promise<{ tables: VerifyResult['tables']; first: FoundDifference | undefined }> {
  const tables: VerifyResult['tables'][number][] = [];
  let first: FoundDifference | undefined;
  for (const [index, source] of live.entries()) {
    const expected = shadow[index];
    if (!expected) throw new Error(`The shadow lacks the table ${source.rows.name}`);
    const [rows] = (await runner.query(`SELECT count(*)::int AS count FROM ${expected.rows.path}`)) as {
      count: number;
    }[];
    const [found] = (await runner.query(differences(source.rows, expected.rows))) as {
      key: string;
      live: Json;
      expected: Json;
      differences: number;
    }[];
    tables.push({ table: source.rows.name, rows: rows?.count ?? 0, differences: found?.differences ?? 0 });
    if (found) {
      const difference = described(source.rows, found.key, found.live, found.expected);
      first ??= { fold: source.fold, difference };
    }
  }
  return { tables, first };
}

/** The first row that differs, and how many there are. */
function differences(live: RowTable, expected: RowTable): string {
  const key = quoted(live.keyColumn);
  const differs = live.columns
    .map(({ column, type }) => {
      // The type json has no equality.
      const cast = type === 'json' ? '::text' : '';
      return `l.${quoted(column)}${cast} IS DISTINCT FROM e.${quoted(column)}${cast}`;
    })
    .join(' OR ');
  return (
    `SELECT coalesce(l.${key}, e.${key})::text AS key, to_jsonb(l) AS live, to_jsonb(e) AS expected, ` +
    `count(*) OVER ()::int AS differences FROM ${live.path} l FULL JOIN ${expected.path} e ON l.${key} = e.${key} ` +
    `WHERE ${differs} ORDER BY coalesce(l.${key}, e.${key})::text COLLATE "C" LIMIT 1`
  );
}

function described(table: RowTable, key: string, live: Json, expected: Json): FoundDifference['difference'] {
  if (!live) return { table: table.name, key, kind: 'missing', live: null, expected };
  if (!expected) return { table: table.name, key, kind: 'surplus', live, expected: null };
  const column = table.columns
    .map(({ column: name }) => name)
    .find((name) => JSON.stringify(live[name]) !== JSON.stringify(expected[name]));
  return {
    table: table.name,
    key,
    kind: 'different',
    ...(column === undefined ? {} : { column }),
    live: column === undefined ? live : (live[column] ?? null),
    expected: column === undefined ? expected : (expected[column] ?? null),
  };
}
