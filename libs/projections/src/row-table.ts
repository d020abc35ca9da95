import type { DataSource, QueryRunner } from 'typeorm';
import { Table } from 'typeorm';
import type { EntityMetadata } from 'typeorm/metadata/EntityMetadata.js';
import { columnValues, type ColumnValues } from './column-values.ts';
import { UnsupportedEntityError } from './errors.ts';

/** A row as the folds see it. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * One table of a projection, in a schema of the caller's choice: reads and writes many rows in one statement each.
 * Everything is derived from the TypeORM entity.
 */
export class RowTable {
  /** As it is called in its schema; not quoted. */
  readonly name: string;
  /** Qualified and quoted. */
  readonly path: string;
  readonly #metadata: EntityMetadata;
  readonly #schema: string;
  readonly #columns: readonly ColumnValues[];
  readonly #properties: ReadonlySet<string>;
  readonly #key: ColumnValues;
  readonly #sql: { readonly load: string; readonly upsert: string; readonly remove: string };

  /** @throws UnsupportedEntityError where the entity has not exactly one primary column, or a column of another type. */
  constructor(dataSource: DataSource, entity: new () => object, schema: string) {
    this.#metadata = dataSource.getMetadata(entity);
    this.#schema = schema;
    this.name = this.#metadata.tableName;
    this.path = `${quoted(schema)}.${quoted(this.name)}`;
    this.#columns = this.#metadata.columns.map((column) =>
      columnValues(column, dataSource.driver.normalizeType(column)),
    );
    this.#properties = new Set(this.#columns.map(({ property }) => property));
    this.#key = this.#primaryColumn();
    this.#sql = this.#statements();
  }

  /** Names and types of its columns in PostgreSQL, not quoted. */
  get columns(): readonly { readonly column: string; readonly type: string }[] {
    return this.#columns;
  }

  /** Name of the primary column, not quoted. */
  get keyColumn(): string {
    return this.#key.column;
  }

  /** Rows by key; a key without a row is absent. */
  async load(runner: QueryRunner, keys: readonly string[]): Promise<Map<string, Row>> {
    if (keys.length === 0) return new Map();
    const records = (await runner.query(this.#sql.load, [keys.map((key) => this.#key.encode(key))])) as Record<
      string,
      unknown
    >[];
    return new Map(
      records.map((record) => {
        const row = this.#decode(record);
        return [String(row[this.#key.property]), row];
      }),
    );
  }

  /** Inserts or replaces. No key may stand twice. */
  async upsert(runner: QueryRunner, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    const parameters = this.#columns.map(({ property, encode }) => rows.map((row) => encode(row[property])));
    await runner.query(this.#sql.upsert, parameters);
  }

  async remove(runner: QueryRunner, keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await runner.query(this.#sql.remove, [keys.map((key) => this.#key.encode(key))]);
  }

  /** Drops the table, if there is one, and makes it anew with its indices. */
  async recreate(runner: QueryRunner): Promise<void> {
    const table = Table.create(this.#metadata, runner.dataSource.driver);
    table.name = this.name;
    table.schema = this.#schema;
    await runner.query(`DROP TABLE IF EXISTS ${this.path}`);
    await runner.createTable(table, false, false, true);
  }

  /** @throws Error where a row is not one of this table under that key: its surplus fields would silently get lost. */
  assertFits(key: string, row: Row): void {
    const surplus = Object.keys(row).filter((name) => !this.#properties.has(name));
    if (surplus.length > 0) throw new Error(`${this.#metadata.name} has no column for ${surplus.join(', ')}`);
    const own = row[this.#key.property];
    if (own !== key) throw new Error(`The row of key ${key} says that its key is ${String(own)}`);
  }

  #decode(record: Record<string, unknown>): Row {
    return Object.fromEntries(this.#columns.map(({ property, column, decode }) => [property, decode(record[column])]));
  }

  #primaryColumn(): ColumnValues {
    const [primary, ...others] = this.#metadata.primaryColumns;
    const column = this.#columns.find(({ property }) => property === primary?.propertyName);
    if (!column || others.length > 0) {
      throw new UnsupportedEntityError(`${this.#metadata.name} needs exactly one primary column`);
    }
    return column;
  }

  #statements(): { load: string; upsert: string; remove: string } {
    const names = this.#columns.map(({ column }) => quoted(column));
    const values = this.#columns.map(({ column, type }) => `x.${quoted(column)}::${type}`);
    const parameters = this.#columns.map((_, index) => `$${index + 1}::text[]`);
    const changes = names.map((name) => `${name} = EXCLUDED.${name}`);
    const key = quoted(this.#key.column);
    return {
      load: `SELECT ${names.join(', ')} FROM ${this.path} WHERE ${key} = ANY($1::text[]::${this.#key.type}[])`,
      upsert:
        `INSERT INTO ${this.path} (${names.join(', ')}) SELECT ${values.join(', ')} ` +
        `FROM UNNEST(${parameters.join(', ')}) AS x(${names.join(', ')}) ` +
        `ON CONFLICT (${key}) DO UPDATE SET ${changes.join(', ')}`,
      remove: `DELETE FROM ${this.path} WHERE ${key} = ANY($1::text[]::${this.#key.type}[])`,
    };
  }
}

/** Quotes an identifier of PostgreSQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
