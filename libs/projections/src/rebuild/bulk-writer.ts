import type { DataSource } from 'typeorm';
import type { Row, RowTable } from '../row-table.ts';

/** Rows of one statement. Measured: larger ones gain nothing. */
const rowsPerStatement = 1_000;
/** Statements at once, each on a connection of its own; the service keeps the others. */
const connections = 2;

/**
 * Writes many rows outside of any transaction, for tables that nobody reads yet. No key may be in two writes at once.
 */
export class BulkWriter {
  readonly #dataSource: DataSource;
  readonly #signal: AbortSignal;

  /** @param signal ends writing early, without an error: what was written then is of no use. */
  constructor(dataSource: DataSource, signal: AbortSignal) {
    this.#dataSource = dataSource;
    this.#signal = signal;
  }

  async load(table: RowTable, keys: readonly string[]): Promise<Map<string, Row>> {
    return this.#withConnection((runner) => table.load(runner, keys));
  }

  /** Resolves when all rows are in the table. */
  async write(table: RowTable, upserts: readonly Row[], removals: readonly string[]): Promise<void> {
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < upserts.length && !this.#signal.aborted) {
        const rows = upserts.slice(next, (next += rowsPerStatement));
        // The connection goes back in between: the service's own statements take turns with these.
        await this.#withConnection((runner) => table.upsert(runner, rows));
      }
    };
    const lanes = Math.min(connections, Math.ceil(upserts.length / rowsPerStatement));
    const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    if (removals.length > 0) await this.#withConnection((runner) => table.remove(runner, removals));
  }

  async #withConnection<T>(work: (runner: ReturnType<DataSource['createQueryRunner']>) => Promise<T>): Promise<T> {
    const runner = this.#dataSource.createQueryRunner();
    try {
      return await work(runner);
    } finally {
      await runner.release();
    }
  }
}
