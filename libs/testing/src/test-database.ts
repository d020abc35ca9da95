import { randomBytes } from 'node:crypto';
import { postgresUrl, type PostgresAddress } from '@podium/embedded-servers';
import pg from 'pg';
import { testServers } from './test-servers.ts';

/** What every database of a kind starts with; made once per worker and then copied. */
export interface DatabaseTemplate {
  /** Tells templates apart: one for each set of migrations. Lower-case letters, digits and `_`. */
  readonly name: string;
  /** Runs the migrations; has to close its connections before it returns. */
  prepare(url: string): Promise<void>;
}

export interface TestDatabase {
  readonly name: string;
  /** As the superuser. */
  readonly url: string;
  /** Removes the database and ends its connections. Forgetting it is not harmful: the end of the worker does the same. */
  drop(): Promise<void>;
}

/** A fresh database of this test alone: empty, or a copy of the template. */
export async function testDatabase(template?: DatabaseTemplate): Promise<TestDatabase> {
  const { postgres } = await testServers();
  const source = template === undefined ? 'template0' : await preparedTemplate(postgres, template);
  const name = `test_${randomBytes(8).toString('hex')}`;
  // Copying files beats writing the copy through the log for a small database that need not survive a crash.
  await administer(postgres, (admin) =>
    admin.query(`CREATE DATABASE ${name} TEMPLATE ${pg.escapeIdentifier(source)} STRATEGY file_copy`),
  );
  return {
    name,
    url: postgresUrl(postgres, name),
    drop: () => administer(postgres, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

/** Any number; it keeps tests that ask for the same template at once from making it twice. */
const templateLock = 5_460_714;

async function preparedTemplate(postgres: PostgresAddress, { name, prepare }: DatabaseTemplate): Promise<string> {
  const database = `template_${name}`;
  const identifier = pg.escapeIdentifier(database);
  await administer(postgres, async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [templateLock]);
    const found = await admin.query('SELECT FROM pg_database WHERE datname = $1 AND datistemplate', [database]);
    if (found.rowCount !== 0) return;
    await admin.query(`DROP DATABASE IF EXISTS ${identifier} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${identifier} TEMPLATE template0`);
    await prepare(postgresUrl(postgres, database));
    // Marked as a template only when complete, so that a preparation that failed is done again.
    await admin.query(`ALTER DATABASE ${identifier} IS_TEMPLATE true`);
  });
  return database;
}

async function administer(postgres: PostgresAddress, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: postgresUrl(postgres, 'postgres') });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
