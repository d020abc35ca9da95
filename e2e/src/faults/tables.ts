import { isDeepStrictEqual } from 'node:util';
import { expect } from '@playwright/test';
import pg from 'pg';

const schemas = ['project_svc', 'task_svc', 'session_svc', 'pod_svc', 'gateway'];

/** What each table holds, as one digest of all rows; by name. Checkpoints are left out: how far a fold got is not what it says. */
export type Tables = Record<string, { rows: number; digest: string }>;

/** Reads all tables of all services. The time zone of the text is fixed by the connection. */
export async function readTables(databaseUrl: string): Promise<Tables> {
  return withClient(databaseUrl, async (client) => {
    const tables: Tables = {};
    for (const name of await tableNames(client, "tablename <> 'projection_checkpoints'")) {
      const { rows } = await client.query<{ rows: number; digest: string }>(
        `SELECT count(*)::int AS rows, md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) AS digest FROM ${name} t`,
      );
      tables[name] = rows[0] ?? { rows: 0, digest: '' };
    }
    return tables;
  });
}

/** Reads them once all folds have come to the end of the log, which nobody writes to any more. */
export async function settledTables(databaseUrl: string, withinSeconds = 30): Promise<Tables> {
  let before = await readTables(databaseUrl);
  const isSettled = async (): Promise<boolean> => {
    const now = await readTables(databaseUrl);
    const isSame = isDeepStrictEqual(now, before);
    before = now;
    return isSame;
  };
  await expect.poll(isSettled, { intervals: [1000], timeout: withinSeconds * 1000 }).toBe(true);
  return before;
}

/** Drops all tables but the record of the migrations. Gives their number. */
export async function dropTables(databaseUrl: string): Promise<number> {
  return withClient(databaseUrl, async (client) => {
    const names = await tableNames(client);
    if (names.length > 0) await client.query(`DROP TABLE ${names.join(', ')} CASCADE`);
    return names.length;
  });
}

async function tableNames(client: pg.Client, condition = 'true'): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname = ANY ($1) AND tablename NOT LIKE '%migrations%' AND ${condition} ORDER BY 1`,
    [schemas],
  );
  return rows.map(({ name }) => name);
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
