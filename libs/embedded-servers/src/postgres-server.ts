import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { lockDirectory, type DirectoryLock } from './directory-lock.ts';
import { EmbeddedServerError } from './errors.ts';
import { findPostgres } from './packaged-binaries.ts';
import { freePort } from './ports.ts';
import { openCluster, programEnvironment, superuser, type PostgresCluster } from './postgres-cluster.ts';
import { clearLeftovers } from './postgres-leftovers.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { endProcess, spawnServer, type ProcessEnd, type ServerProcess } from './server-process.ts';
import { untilReady } from './until-ready.ts';

export interface PostgresOptions {
  /** Holds the databases, the superuser's password and the log. One server at a time. */
  readonly dataDir: string;
  /** 0 or nothing: a free one. */
  readonly port?: number;
  /** Settings of PostgreSQL beside the lean defaults. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Where a server is reached, as its superuser. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

export interface PostgresServer extends PostgresAddress {
  readonly pid: number;
  readonly identity: ProcessIdentity;
  /** Settles when the server is gone for any reason. */
  readonly ended: Promise<ProcessEnd>;
  /** The connection string for a database, as the superuser. */
  url(database: string): string;
  /** Makes a database; does nothing if it is there. */
  createDatabase(name: string): Promise<void>;
  /** Clean stop that ends all connections. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash would. The directory can be used again at once. */
  kill(): Promise<void>;
}

/**
 * For one machine and few connections: no parallel workers, no replication, no helper processes for reading and logical
 * replication, no unix socket (its path is limited to 107 characters).
 */
const leanSettings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '32MB',
  jit: 'off',
  io_method: 'sync',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '256MB',
  max_worker_processes: '2',
  max_logical_replication_workers: '0',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  autovacuum_max_workers: '1',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * Starts PostgreSQL 18 on loopback, for root too, and returns when it answers. What a crashed owner left on the same
 * directory is stopped first, and its data is continued.
 *
 * @throws EmbeddedServerError `BINARY_MISSING`, `DIRECTORY_IN_USE`, `DIRECTORY_NOT_WRITABLE`, `ROOT_NOT_POSSIBLE`,
 *   `SERVER_FAILED`, `SERVER_NOT_READY`.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const binaries = findPostgres();
  const lock = lockDirectory(options.dataDir);
  try {
    for (const child of lock.abandoned?.children ?? []) await endProcess(child, 'SIGINT', 5);
    const cluster = await openCluster(options.dataDir, binaries);
    await clearLeftovers(cluster.directory);
    return await launch(binaries.postgres, cluster, options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

const launchAttempts = 20;

async function launch(
  binary: string,
  cluster: PostgresCluster,
  options: PostgresOptions,
  lock: DirectoryLock,
): Promise<PostgresServer> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port || (await freePort());
    const server = await spawnPostgres(binary, cluster, options, port);
    lock.record({ children: [server.identity] });
    const address: PostgresAddress = { host: '127.0.0.1', port, user: superuser, password: cluster.password };
    try {
      await untilReady(server, 'PostgreSQL', () => query(address, 'postgres', 'SELECT 1'));
      return describe(server, address, lock);
    } catch (error) {
      await server.kill();
      if (attempt === launchAttempts || !passes(server.output(), options)) throw error;
      await sleep(250);
    }
  }
}

/** Tells a failure that a new try can mend: a port taken meanwhile, or a killed server's last connection on its way out. */
function passes(output: string, options: PostgresOptions): boolean {
  if (output.includes('pre-existing shared memory block')) return true;
  return !options.port && output.includes('Address already in use');
}

function spawnPostgres(
  binary: string,
  cluster: PostgresCluster,
  options: PostgresOptions,
  port: number,
): Promise<ServerProcess> {
  const { account, directory } = cluster;
  const settings = Object.entries({ ...leanSettings, ...options.settings }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  return spawnServer({
    prefix: account.prefix,
    command: binary,
    args: ['-D', directory, '-p', String(port), ...settings],
    env: programEnvironment,
    cwd: '/',
    logFile: join(options.dataDir, 'postgres.log'),
    signalOnOwnersDeath: 'SIGINT',
  });
}

function describe(server: ServerProcess, address: PostgresAddress, lock: DirectoryLock): PostgresServer {
  return {
    ...address,
    pid: server.pid,
    identity: server.identity,
    ended: server.ended,
    url: (database) => postgresUrl(address, database),
    createDatabase: (name) => createDatabase(address, name),
    stop: () => server.stop({ signal: 'SIGINT', graceSeconds: 5 }).then(() => lock.release()),
    kill: () => server.kill().then(() => lock.release()),
  };
}

/** The connection string for a database, as the superuser. */
export function postgresUrl({ host, port, user, password }: PostgresAddress, database: string): string {
  return `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:${port}/${encodeURIComponent(database)}`;
}

async function createDatabase(address: PostgresAddress, name: string): Promise<void> {
  try {
    await query(address, 'postgres', `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    const duplicateDatabase = '42P04';
    if (error instanceof pg.DatabaseError && error.code === duplicateDatabase) return;
    throw new EmbeddedServerError('SERVER_FAILED', `The database ${name} could not be made.`, { cause: error });
  }
}

async function query(address: PostgresAddress, database: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl(address, database), connectionTimeoutMillis: 2000 });
  // A server that ends says so on the connection; the query's own failure tells enough.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end();
  }
}
