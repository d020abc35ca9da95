import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';

export interface DataSourceSettings {
  /** `postgres://role:password@host:port/database`. */
  readonly url: string;
  /** The service's own schema; created if the role may. */
  readonly schema: string;
  readonly entities: readonly Entity[];
  readonly migrations?: readonly Entity[];
  /** Connections at most. One of them holds the projections' locks. Default 4. */
  readonly poolSize?: number;
  readonly applicationName?: string;
}

type Entity = new () => object;

/** A 64-bit value that a JavaScript number can't hold exactly: wrong digits would be worse than an error. */
export class UnsafeIntegerError extends Error {
  override readonly name = 'UnsafeIntegerError';
  readonly code = 'unsafe_integer';
}

/**
 * Connects to the service's schema and runs its migrations (recorded in that schema).
 *
 * `bigint` columns are read as numbers. The parser belongs to this data source's connections, not to the process.
 * The returned data source is initialised; who asks for it destroys it.
 */
export async function createDataSource(settings: DataSourceSettings): Promise<DataSource> {
  const connection = { connectionString: settings.url, application_name: settings.applicationName ?? settings.schema };
  await ensureSchema(connection, settings.schema);
  const dataSource = new DataSource({
    type: 'postgres',
    url: settings.url,
    schema: settings.schema,
    applicationName: connection.application_name,
    entities: [...settings.entities],
    migrations: [...(settings.migrations ?? [])],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    poolSize: settings.poolSize ?? 4,
    logging: false,
    installExtensions: false,
    // An idle connection that breaks is replaced by the pool; whoever uses a broken one gets the error.
    poolErrorHandler: () => undefined,
    connectTimeoutMS: 5_000,
    extra: { types: { getTypeParser }, options: serverOptions(settings.schema), keepAlive: true },
  } satisfies DataSourceOptions);
  await dataSource.initialize();
  try {
    if (settings.migrations?.length) await dataSource.runMigrations();
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

/**
 * Settings of each connection. The server notices within half a minute that the machine of a client is gone, and gives
 * its locks to another one; by default that takes more than two hours.
 */
function serverOptions(schema: string): string {
  const settings = {
    search_path: schema,
    tcp_keepalives_idle: 10,
    tcp_keepalives_interval: 5,
    tcp_keepalives_count: 3,
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

/** The role may lack the right to create schemas where its own exists already: so look first. */
async function ensureSchema(connection: pg.ClientConfig, schema: string): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
    if (found.rowCount === 0) await client.query(`CREATE SCHEMA IF NOT EXISTS ${pg.escapeIdentifier(schema)}`);
  } finally {
    await client.end();
  }
}

function getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
  if (oid === pg.types.builtins.INT8 && format !== 'binary') return safeInteger;
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text');
}

/** @throws UnsafeIntegerError beyond ±(2^53 - 1). */
export function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new UnsafeIntegerError(`${text} does not fit a JavaScript number exactly`);
  return value;
}
