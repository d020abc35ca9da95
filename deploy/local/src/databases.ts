import type { PostgresServer } from '@podium/embedded-servers';
import pg from 'pg';
import { derivePassword } from './data-directory.ts';

const database = 'podium';

/**
 * Gives each service a role and a schema of its own in the one database, so that none can read another's tables.
 *
 * @returns the connection string of each role.
 */
export async function prepareDatabase(
  postgres: PostgresServer,
  roles: readonly string[],
  secret: string,
): Promise<Map<string, string>> {
  await postgres.createDatabase(database);
  const admin = new pg.Client({ connectionString: postgres.url(database) });
  await admin.connect();
  try {
    await admin.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
    const urls = new Map<string, string>();
    for (const role of roles) {
      const password = derivePassword(secret, `postgres:${role}`);
      await prepareRole(admin, role, password);
      urls.set(role, `postgresql://${role}:${password}@${postgres.host}:${postgres.port}/${database}`);
    }
    return urls;
  } finally {
    await admin.end();
  }
}

/** May make further schemas, as a projection is rebuilt beside the one in use. */
async function prepareRole(admin: pg.Client, role: string, password: string): Promise<void> {
  const found = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  const name = pg.escapeIdentifier(role);
  if (found.rowCount === 0) await admin.query(`CREATE ROLE ${name} LOGIN`);
  await admin.query(`ALTER ROLE ${name} PASSWORD ${pg.escapeLiteral(password)}`);
  await admin.query(`GRANT CONNECT, CREATE ON DATABASE ${database} TO ${name}`);
  await admin.query(`CREATE SCHEMA IF NOT EXISTS ${name} AUTHORIZATION ${name}`);
  await admin.query(`ALTER ROLE ${name} SET search_path = ${name}`);
}
