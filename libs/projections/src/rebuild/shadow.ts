import { createHash, randomBytes } from 'node:crypto';
import type { DataSource, QueryRunner } from 'typeorm';
import { ProjectionTables } from '../projection-tables.ts';
import type { Projection } from '../projection.ts';
import { quoted } from '../row-table.ts';

/** PostgreSQL cuts longer names silently. */
const maxNameLength = 63;

/**
 * Tables of a projection beside the live ones, in a schema of their own that is never used twice: a rebuilder that has
 * been given up as dead, and its tables removed, can't write into those of its successor.
 */
export class Shadow {
  readonly schema: string;
  readonly tables: ProjectionTables;
  readonly #dataSource: DataSource;
  readonly #projection: Projection;

  constructor(dataSource: DataSource, liveSchema: string, projection: Projection) {
    this.schema = shadowPrefix(liveSchema, projection.name) + randomBytes(4).toString('hex');
    this.tables = new ProjectionTables(dataSource, this.schema, projection);
    this.#dataSource = dataSource;
    this.#projection = projection;
  }

  /** Empty tables, at the begin of the log. */
  async create(): Promise<void> {
    await this.tables.prepare(0, { anew: true });
  }

  async drop(): Promise<void> {
    await this.#dataSource.query(`DROP SCHEMA IF EXISTS ${quoted(this.schema)} CASCADE`);
  }

  /** Says, once everything up to a position is in the tables, that it is. */
  async reached(position: number): Promise<void> {
    const { version } = this.#projection;
    await this.tables.checkpoints.move(this.#dataSource, version, 0, position);
  }
}

/** Removes what rebuilders of a projection left over that died. To be called while nobody rebuilds it. */
export async function dropLeftovers(
  source: DataSource | QueryRunner,
  liveSchema: string,
  projectionName: string,
): Promise<string[]> {
  const found = (await source.query('SELECT nspname AS name FROM pg_namespace WHERE starts_with(nspname, $1)', [
    shadowPrefix(liveSchema, projectionName),
  ])) as { name: string }[];
  for (const { name } of found) await source.query(`DROP SCHEMA IF EXISTS ${quoted(name)} CASCADE`);
  return found.map(({ name }) => name);
}

/** Where the tables go that a rebuild has replaced. */
export function previousSchema(liveSchema: string): string {
  return `${liveSchema.slice(0, maxNameLength - '__previous'.length)}__previous`;
}

function shadowPrefix(liveSchema: string, projectionName: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([liveSchema, projectionName]))
    .digest('hex')
    .slice(0, 8);
  return `${liveSchema.slice(0, 36)}__rebuild_${hash}_`;
}
