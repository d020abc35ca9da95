import type { DataSource, QueryRunner } from 'typeorm';
import { CheckpointMovedError } from './errors.ts';
import { quoted } from './row-table.ts';

/** How far a projection is, and which version of it. */
export interface Checkpoint {
  readonly version: number;
  readonly position: number;
}

/** The table `projection_checkpoints` of one schema, as one projection uses it. */
export class Checkpoints {
  /** Qualified and quoted. */
  readonly path: string;
  readonly #schema: string;
  readonly #name: string;

  constructor(schema: string, name: string) {
    this.#schema = schema;
    this.#name = name;
    this.path = `${quoted(schema)}.projection_checkpoints`;
  }

  /** Makes schema and table if missing. To be called under the schema's lock: two at once would collide. */
  async ensureTable(runner: QueryRunner): Promise<void> {
    const found = (await runner.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [this.#schema])) as unknown[];
    if (found.length === 0) await runner.query(`CREATE SCHEMA ${quoted(this.#schema)}`);
    await runner.query(
      `CREATE TABLE IF NOT EXISTS ${this.path} (name text PRIMARY KEY, version integer NOT NULL, position bigint NOT NULL)`,
    );
  }

  async read(source: DataSource | QueryRunner): Promise<Checkpoint | undefined> {
    const rows = (await source.query(`SELECT version, position::text FROM ${this.path} WHERE name = $1`, [
      this.#name,
    ])) as {
      version: number;
      position: string;
    }[];
    return rows[0] && { version: rows[0].version, position: Number(rows[0].position) };
  }

  /** Whatever it was before. The caller has excluded everybody else, or means to stop whoever is at work. */
  async set(source: DataSource | QueryRunner, { version, position }: Checkpoint): Promise<void> {
    await source.query(
      `INSERT INTO ${this.path} (name, version, position) VALUES ($1, $2, $3)
       ON CONFLICT (name) DO UPDATE SET version = EXCLUDED.version, position = EXCLUDED.position`,
      [this.#name, version, position],
    );
  }

  async remove(source: DataSource | QueryRunner): Promise<void> {
    await source.query(`DELETE FROM ${this.path} WHERE name = $1`, [this.#name]);
  }

  /**
   * Compare and set: the fence against a replica that has lost its lock without noticing. Holds the checkpoint's row
   * until the transaction ends, so it comes first in it.
   *
   * @throws CheckpointMovedError where the checkpoint is not at `from` any more.
   */
  async move(source: DataSource | QueryRunner, version: number, from: number, to: number): Promise<void> {
    const rows = (await source.query(
      `WITH moved AS (
         UPDATE ${this.path} SET position = $4 WHERE name = $1 AND version = $2 AND position = $3 RETURNING 1
       ) SELECT count(*)::int AS count FROM moved`,
      [this.#name, version, from, to],
    )) as { count: number }[];
    if (rows[0]?.count !== 1) {
      throw new CheckpointMovedError(`The checkpoint of ${this.#name} is not at ${from} any more`);
    }
  }
}
