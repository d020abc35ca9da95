import { connectToLog, connectToNats } from '@podium/jetstream';
import { createDataSource, createLogger } from '@podium/service-kit';
import { freshNats, testDatabase, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import type { DataSource } from 'typeorm';
import { ProjectionRunner } from '../projection-runner.ts';
import type { Projection } from '../projection.ts';
import { ProjectCountRow, TaskRow, taskProjection } from './task-projection.ts';

export const schema = 'test_svc';

/** A log and a database of one test, and whatever it starts on them. */
export interface Harness {
  readonly nats: FreshNats;
  readonly natsUrl: string;
  readonly databaseUrl: string;
  readonly nc: NatsConnection;
  readonly dataSource: DataSource;
  /** Another process's view: own connections to both servers. */
  replica(projection?: Projection, databaseUrl?: string): Promise<Replica>;
  runner(projection?: Projection, dataSource?: DataSource): ProjectionRunner;
  /** Schemas in which a rebuild or verification is at work, or left something over. */
  shadows(): Promise<string[]>;
  /** All rows of a table, in the order of their keys. */
  rows(table: string): Promise<Record<string, unknown>[]>;
  dispose(): Promise<void>;
}

export interface Replica {
  readonly runner: ProjectionRunner;
  readonly nc: NatsConnection;
  readonly dataSource: DataSource;
  /** Ends its connections without a word, as a crash does. */
  kill(): Promise<void>;
}

/** Set PODIUM_TEST_LOG to a pino level to see what the runners say. */
export const logger = createLogger({ service: 'test', level: process.env['PODIUM_TEST_LOG'] ?? 'silent' });

export async function harness(): Promise<Harness> {
  const [nats, database] = await Promise.all([freshNats(), testDatabase()]);
  const nc = await connectToLog({ url: nats.url, name: 'test' });
  const undo: (() => Promise<unknown>)[] = [() => nats.dispose(), () => database.drop(), () => nc.close()];
  const connect = async (url = database.url): Promise<DataSource> => {
    const dataSource = await createDataSource({ url, schema, entities: [TaskRow, ProjectCountRow] });
    undo.push(async () => dataSource.isInitialized && dataSource.destroy());
    return dataSource;
  };
  const dataSource = await connect();
  const runner = (projection = taskProjection, source = dataSource, connection = nc): ProjectionRunner => {
    const made = new ProjectionRunner({ nc: connection, dataSource: source, schema, projection, logger });
    undo.push(() => made.stop());
    return made;
  };
  return {
    nats,
    natsUrl: nats.url,
    databaseUrl: database.url,
    nc,
    dataSource,
    runner,
    async replica(projection, databaseUrl) {
      const [connection, source] = await Promise.all([
        connectToNats({ url: nats.url, name: 'replica' }),
        connect(databaseUrl),
      ]);
      undo.push(() => connection.close());
      const made = runner(projection, source, connection);
      return { runner: made, nc: connection, dataSource: source, kill: () => kill(source, dataSource, made) };
    },
    async shadows() {
      const found = (await dataSource.query(
        `SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE '%rebuild%'`,
      )) as {
        name: string;
      }[];
      return found.map(({ name }) => name);
    },
    rows: async (table) => dataSource.query(`SELECT * FROM ${schema}.${table} ORDER BY ${keyOf(table)} COLLATE "C"`),
    async dispose() {
      for (const step of undo.reverse()) await step();
    },
  };
}

function keyOf(table: string): string {
  return { task_rows: 'id', project_counts: 'project_id' }[table] ?? 'name';
}

/** Cuts all database connections of a replica from the server's side, also those in the middle of a transaction. */
async function kill(victim: DataSource, witness: DataSource, runner: ProjectionRunner): Promise<void> {
  await cut(victim, witness);
  await runner.stop();
}

/** Ends the connections of a data source, which the pool then replaces. */
export async function cut(victim: DataSource, witness: DataSource): Promise<void> {
  const pool = (victim.driver as unknown as { master: { _clients: { processID: number }[] } }).master;
  const pids = pool._clients.map((client) => client.processID);
  await witness.query('SELECT pg_terminate_backend(pid) FROM UNNEST($1::int[]) AS pid', [pids]);
}
