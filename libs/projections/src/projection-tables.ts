import type { RecordedFact } from '@podium/proto';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { Checkpoints, type Checkpoint } from './checkpoints.ts';
import { isMissingTable } from './errors.ts';
import { foldFacts, keyFacts, type KeyedFacts } from './fold-batch.ts';
import type { Projection, TableFold } from './projection.ts';
import { RowTable } from './row-table.ts';

/** A table and what is folded into it. */
export interface ProjectionTable {
  readonly fold: TableFold<object>;
  readonly rows: RowTable;
}

/** The tables of one projection and their checkpoint: every change of them is one transaction. */
export class ProjectionTables {
  readonly #dataSource: DataSource;
  readonly #projection: Projection;
  readonly #schema: string;
  readonly checkpoints: Checkpoints;
  readonly tables: readonly ProjectionTable[];

  constructor(dataSource: DataSource, schema: string, projection: Projection) {
    this.#dataSource = dataSource;
    this.#projection = projection;
    this.#schema = schema;
    this.checkpoints = new Checkpoints(schema, projection.name);
    this.tables = projection.tables.map((fold) => ({ fold, rows: new RowTable(dataSource, fold.entity, schema) }));
  }

  /** Of whatever version is there; undefined where there is none. */
  async checkpoint(): Promise<Checkpoint | undefined> {
    try {
      return await this.checkpoints.read(this.#dataSource);
    } catch (error) {
      if (isMissingTable(error)) return undefined;
      throw error;
    }
  }

  /** Position of the checkpoint; 0 where there is none of this version. */
  async position(): Promise<number> {
    const checkpoint = await this.checkpoints.read(this.#dataSource);
    return checkpoint?.version === this.#projection.version ? checkpoint.position : 0;
  }

  /** Whether all tables are there. */
  async exist(source: DataSource | QueryRunner = this.#dataSource): Promise<boolean> {
    const paths = [this.checkpoints.path, ...this.tables.map(({ rows }) => rows.path)];
    const [found] = (await source.query(
      `SELECT bool_and(to_regclass(path) IS NOT NULL) AS "all" FROM UNNEST($1::text[]) AS path`,
      [paths],
    )) as { all: boolean }[];
    return found?.all === true;
  }

  /** Whether all tables are there and have all columns, so that they can be read through the entities. */
  async areReadable(): Promise<boolean> {
    for (const { rows } of this.tables) {
      const found = (await this.#dataSource.query(
        `SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`,
        [rows.path],
      )) as { name: string }[];
      const names = new Set(found.map(({ name }) => name));
      if (!rows.columns.every(({ column }) => names.has(column))) return false;
    }
    return true;
  }

  /**
   * Makes the tables fit to be written and returns the position to go on from. Tables that are missing, of another
   * version, or ahead of the log (which then is another log) are made anew, to be folded from the first fact.
   *
   * @param head last position of the log.
   */
  async prepare(head: number, options: { readonly anew: boolean }): Promise<{ position: number; anew: boolean }> {
    return this.transaction(async (runner) => {
      await lockTables(runner, this.#schema);
      await this.checkpoints.ensureTable(runner);
      const checkpoint = await this.checkpoints.read(runner);
      const fits = checkpoint?.version === this.#projection.version && checkpoint.position <= head;
      if (fits && !options.anew && (await this.exist(runner))) return { position: checkpoint.position, anew: false };
      await this.checkpoints.set(runner, { version: this.#projection.version, position: 0 });
      for (const { rows } of this.tables) await rows.recreate(runner);
      return { position: 0, anew: true };
    });
  }

  /**
   * Folds facts into the tables and moves the checkpoint from one position to another.
   *
   * @throws FoldError, CheckpointMovedError or whatever PostgreSQL throws; nothing is changed then.
   */
  async apply(facts: readonly RecordedFact[], from: number, to: number): Promise<void> {
    const { name, version } = this.#projection;
    const keyed = this.tables.map(({ fold }) => keyFacts(name, fold, facts));
    if (keyed.every((entries) => entries.length === 0)) {
      await this.checkpoints.move(this.#dataSource, version, from, to);
      return;
    }
    await this.transaction((runner) => this.#applyKeyed(runner, keyed, from, to));
  }

  /** As `apply`, in a transaction of the caller's. */
  async applyWithin(runner: QueryRunner, facts: readonly RecordedFact[], from: number, to: number): Promise<void> {
    const keyed = this.tables.map(({ fold }) => keyFacts(this.#projection.name, fold, facts));
    await this.#applyKeyed(runner, keyed, from, to);
  }

  /** @param isolation of the transaction; what PostgreSQL does by default where absent. */
  async transaction<T>(work: (runner: QueryRunner) => Promise<T>, isolation?: 'REPEATABLE READ'): Promise<T> {
    const inTransaction = (manager: EntityManager): Promise<T> => {
      const runner = manager.queryRunner;
      if (!runner) throw new Error('TypeORM gave a transaction without its connection');
      return work(runner);
    };
    return isolation
      ? this.#dataSource.transaction(isolation, inTransaction)
      : this.#dataSource.transaction(inTransaction);
  }

  async #applyKeyed(runner: QueryRunner, keyed: readonly KeyedFacts[], from: number, to: number): Promise<void> {
    const { name, version } = this.#projection;
    await this.checkpoints.move(runner, version, from, to);
    for (const [index, { fold, rows }] of this.tables.entries()) {
      const entries = keyed[index] ?? [];
      const before = await rows.load(runner, [...new Set(entries.map(({ key }) => key))]);
      const changes = foldFacts(name, fold, entries, before, (key, row) => rows.assertFits(key, row));
      await rows.upsert(runner, changes.upserts);
      await rows.remove(runner, changes.removals);
    }
  }
}

/** Until the transaction ends nobody else makes, drops or swaps tables of projections of that schema. */
export async function lockTables(runner: QueryRunner, schema: string): Promise<void> {
  await runner.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`podium:${schema}:tables`]);
}
