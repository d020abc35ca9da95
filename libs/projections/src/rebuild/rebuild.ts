import { headPosition } from '@podium/jetstream';
import type { Checkpoint } from '../checkpoints.ts';
import type { RebuildOptions, RebuildResult } from '../operations.ts';
import { swap } from './swap.ts';
import { liveTablesChanged, type Workshop } from './workshop.ts';

/** Which live tables a rebuild replaces. */
export interface Replacement {
  /** Whether this process holds the lock of the active replica, and nobody writes the live tables meanwhile. */
  readonly isAlone: boolean;
  /** Whether the live tables, of that version, may be replaced. */
  readonly replaces: (version: number | undefined) => boolean;
}

/**
 * Builds the tables from the log and puts them in the place of the live ones.
 *
 * @throws OperationRunningError, OperationCancelledError, LiveTablesChangedError, SwapRefusedError, FoldError, or what
 *   NATS or PostgreSQL throw. The live tables are untouched then and what was built is removed.
 */
export async function rebuild(
  workshop: Workshop,
  replacement: Replacement,
  options: RebuildOptions,
): Promise<RebuildResult> {
  const { live } = workshop;
  const { projection, schema: liveSchema, nc } = workshop.options;
  const begun = performance.now();
  const target = replacement.isAlone ? () => headPosition(nc) : () => workshop.livePosition();
  const assertReplaceable = (checkpoint: Checkpoint | undefined): void => {
    if (!replacement.replaces(checkpoint?.version)) throw liveTablesChanged(projection, checkpoint);
  };
  return workshop.work(options, target, async ({ shadow, builder, meter, signal }) => {
    await builder.build();
    meter.moved('swapping', builder.position, builder.position);
    const dropPrevious = options.dropPrevious === true;
    const parts = { live, liveSchema, projection, shadow, builder, dropPrevious, assertReplaceable, signal };
    const { position, swapMilliseconds } = await swap(parts);
    const durationSeconds = (performance.now() - begun) / 1_000;
    return {
      version: projection.version,
      position,
      tables: await countRows(workshop),
      durationSeconds,
      factsPerSecond: Math.round(position / durationSeconds),
      swapMilliseconds,
    };
  });
}

async function countRows({ live, options }: Workshop): Promise<RebuildResult['tables']> {
  const counts = live.tables.map(async ({ rows }) => {
    const [found] = (await options.dataSource.query(`SELECT count(*)::int AS rows FROM ${rows.path}`)) as {
      rows: number;
    }[];
    return { table: rows.name, rows: found?.rows ?? 0 };
  });
  return Promise.all(counts);
}
