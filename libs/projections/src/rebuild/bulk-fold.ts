import type { RecordedFact } from '@podium/proto';
import { FoldError } from '../errors.ts';
import type { ProjectionTable } from '../projection-tables.ts';
import type { Row } from '../row-table.ts';
import type { BulkWriter } from './bulk-writer.ts';

/** A row as it stands in memory. */
type State = Row | null;

/**
 * One table of a rebuild: rows are kept in memory and folded there, so that each is written once however far apart its
 * facts are. Where there are more rows than memory may hold, those that are there are written, and forgotten; they are
 * read back when another fact concerns them.
 */
export class BulkFold {
  readonly #name: string;
  readonly #table: ProjectionTable;
  readonly #writer: BulkWriter;
  #rows = new Map<string, State>();
  /** Being written; they are in the table only after that. */
  #leaving: ReadonlyMap<string, State> = new Map();
  #writing: Promise<void> = Promise.resolve();
  /** Rows read back and not changed since. */
  #clean = new Set<string>();
  #hasSpilled = false;

  constructor(name: string, table: ProjectionTable, writer: BulkWriter) {
    this.#name = name;
    this.#table = table;
    this.#writer = writer;
  }

  /** How many rows are in memory to be folded; as many again may be on their way to the table. */
  get size(): number {
    return this.#rows.size;
  }

  /** @throws FoldError naming the fact that can't be folded, or what PostgreSQL throws. */
  async fold(facts: readonly RecordedFact[]): Promise<void> {
    if (!this.#hasSpilled) {
      for (const fact of facts) {
        const key = this.#keyOf(fact);
        if (key !== null) this.#foldOne(key, fact);
      }
      return;
    }
    const keys = facts.map((fact) => this.#keyOf(fact));
    await this.#readBack(keys);
    for (const [index, fact] of facts.entries()) {
      const key = keys[index];
      if (key != null) this.#foldOne(key, fact);
    }
  }

  /** Begins to write all rows to the table and forgets them. Waits until what it wrote before has arrived. */
  async spill(): Promise<void> {
    await this.#writing;
    const clean = this.#clean;
    const leaving = this.#rows;
    const entries = [...leaving].filter(([key]) => !clean.has(key));
    const removals = entries.flatMap(([key, row]) => (row ? [] : [key]));
    this.#leaving = leaving;
    this.#rows = new Map();
    this.#clean = new Set();
    this.#hasSpilled = true;
    const upserts = entries.flatMap(([key, row]) => {
      // Once for each row that is written, not for each fact: it costs more than many a fold.
      if (row) this.#table.rows.assertFits(key, row);
      return row ? [row] : [];
    });
    this.#writing = this.#writer.write(this.#table.rows, upserts, removals).then(() => {
      this.#leaving = new Map();
    });
    // Whoever waits for it gets its error.
    this.#writing.catch(() => undefined);
  }

  /** Writes what is left and waits until everything is in the table. */
  async finish(): Promise<void> {
    await this.spill();
    await this.#writing;
  }

  #keyOf(fact: RecordedFact): string | null {
    try {
      return this.#table.fold.keyOf(fact);
    } catch (error) {
      throw new FoldError(this.#name, fact, error);
    }
  }

  #foldOne(key: string, fact: RecordedFact): void {
    const before = this.#rows.get(key) ?? null;
    try {
      const after = this.#table.fold.fold(before, fact) as State;
      if (after === before) return;
      // What is gone has to be remembered only if it can be in the table.
      if (after || this.#hasSpilled) this.#rows.set(key, Object.freeze(after));
      else this.#rows.delete(key);
    } catch (error) {
      throw new FoldError(this.#name, fact, error);
    }
    if (this.#clean.size > 0) this.#clean.delete(key);
  }

  /** Brings the rows of these keys into memory. */
  async #readBack(keys: readonly (string | null)[]): Promise<void> {
    const missing = new Set<string>();
    for (const key of keys) {
      if (key === null || this.#rows.has(key)) continue;
      const leaving = this.#leaving.get(key);
      if (leaving === undefined) missing.add(key);
      else this.#keep(key, leaving);
    }
    if (missing.size === 0) return;
    const found = await this.#writer.load(this.#table.rows, [...missing]);
    for (const key of missing) this.#keep(key, found.get(key) ?? null);
  }

  #keep(key: string, row: State): void {
    this.#rows.set(key, Object.freeze(row));
    this.#clean.add(key);
  }
}
