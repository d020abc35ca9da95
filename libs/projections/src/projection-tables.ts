import type { RecordedFact } from '@podium/proto';
import type { DataSource, QueryRunner } from 'typeorm';
import { Checkpoints } from './checkpoints.ts';
import { foldFacts, keyFacts } from './fold-batch.ts';
import type { Projection, TableFold } from './projection.ts';
import { RowTable } from './row-table.ts';

/** The tables of one projection and their checkpoint: every change of them is one transaction. */
export class ProjectionTables {
  readonly #dataSource: DataSource;
  readonly #projection: Projection;
  readonly #schema: string;
  readonly #checkpoints: Checkpoints;
  readonly #tables: readonly { readonly fold: TableFold<object>; readonly rows: RowTable }[];

  constructor(dataSource: DataSource, schema: string, projection: Projection) {
    this.#dataSource = dataSource;
    this.#projection = projection;
    this.#schema = schema;
    this.#checkpoints = new Checkpoints(schema, projection.name);
    this.#tables = projection.tables.map((fold) => ({ fold, rows: new RowTable(dataSource, fold.entity, schema) }));
  }

  /** Position of the checkpoint; 0 where there is none of this version. */
  async position(): Promise<number> {
    const checkpoint = await this.#checkpoints.read(this.#dataSource);
    return checkpoint?.version === this.#projection.version ? checkpoint.position : 0;
  }

  /** Whether all tables are there. */
  async exist(source: DataSource | QueryRunner = this.#dataSource): Promise<boolean> {
    const paths = [this.#checkpoints.path, ...this.#tables.map(({ rows }) => rows.path)];
    const [found] = (await source.query(
      `SELECT bool_and(to_regclass(path) IS NOT NULL) AS "all" FROM UNNEST($1::text[]) AS path`,
      [paths],
    )) as { all: boolean }[];
    return found?.all === true;
  }

  /**
   * Makes the tables fit to be written and returns the position to go on from. Tables that are missing, of another
   * version, or ahead of the log (which then is another log) are made anew, to be folded from the first fact.
   *
   * @param head last position of the log.
   */
  async prepare(head: number, options: { readonly anew: boolean }): Promise<{ position: number; anew: boolean }> {
    return this.#transaction(async (runner) => {
      await runner.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`podium:${this.#schema}:tables`]);
      await this.#checkpoints.ensureTable(runner);
      const checkpoint = await this.#checkpoints.read(runner);
      const fits = checkpoint?.version === this.#projection.version && checkpoint.position <= head;
      if (fits && !options.anew && (await this.exist(runner))) return { position: checkpoint.position, anew: false };
      await this.#checkpoints.reset(runner, this.#projection.version);
      for (const { rows } of this.#tables) await rows.recreate(runner);
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
    const keyed = this.#tables.map(({ fold }) => keyFacts(name, fold, facts));
    if (keyed.every((entries) => entries.length === 0)) {
      await this.#checkpoints.move(this.#dataSource, version, from, to);
      return;
    }
    await this.#transaction(async (runner) => {
      await this.#checkpoints.move(runner, version, from, to);
      for (const [index, { fold, rows }] of this.#tables.entries()) {
        const entries = keyed[index] ?? [];
        const before = await rows.load(runner, [...new Set(entries.map(({ key }) => key))]);
        const changes = foldFacts(name, fold, entries, before, (key, row) => rows.assertFits(key, row));
        await rows.upsert(runner, changes.upserts);
        await rows.remove(runner, changes.removals);
      }
    });
  }

  async #transaction<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    return this.#dataSource.transaction((manager) => {
      const runner = manager.queryRunner;
      if (!runner) throw new Error('TypeORM gave a transaction without its connection');
      return work(runner);
    });
  }
}
