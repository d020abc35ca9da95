import { headPosition } from '@podium/jetstream';
import type { Logger } from '@podium/service-kit';
import type { NatsConnection } from 'nats';
import type { DataSource, QueryRunner } from 'typeorm';
import type { Checkpoint } from '../checkpoints.ts';
import {
  isMissingTable,
  LiveTablesChangedError,
  OperationCancelledError,
  OperationRunningError,
  TablesMissingError,
} from '../errors.ts';
import { SessionLocks, type HeldLock } from '../locks.ts';
import type { OperationOptions, RebuildOptions, RebuildResult, ResponsibleEvent, VerifyResult } from '../operations.ts';
import { ProjectionTables } from '../projection-tables.ts';
import type { Projection } from '../projection.ts';
import { compareTables, type FoundDifference } from './compare.ts';
import { ProgressMeter } from './progress-meter.ts';
import { lastChangeOf } from './responsible-event.ts';
import { ShadowBuilder } from './shadow-builder.ts';
import { dropLeftovers, Shadow } from './shadow.ts';
import { swap } from './swap.ts';

export interface WorkshopOptions {
  readonly nc: NatsConnection;
  readonly dataSource: DataSource;
  readonly schema: string;
  readonly projection: Projection;
  readonly logger: Logger;
  /** Rows that a rebuild may have in memory; about twice as many for moments. Default 150,000. */
  readonly maxRowsInMemory?: number;
}

/** Which live tables a rebuild replaces. */
export interface Replacement {
  /** Whether this process holds the lock of the active replica, and nobody writes the live tables meanwhile. */
  readonly isAlone: boolean;
  /** Whether the live tables, of that version, may be replaced. */
  readonly replaces: (version: number | undefined) => boolean;
}

interface Work {
  readonly shadow: Shadow;
  readonly builder: ShadowBuilder;
  readonly meter: ProgressMeter;
  readonly signal: AbortSignal;
}

interface Comparison {
  readonly position: number;
  readonly tables: VerifyResult['tables'];
  readonly first: FoundDifference | undefined;
}

const lastFactsMilliseconds = 5_000;

/** Where tables of a projection are built beside the live ones. One at a time, over all replicas. */
export class Workshop {
  readonly #options: WorkshopOptions;
  readonly #live: ProjectionTables;

  constructor(options: WorkshopOptions) {
    this.#options = options;
    this.#live = new ProjectionTables(options.dataSource, options.schema, options.projection);
  }

  /**
   * Builds the tables from the log and puts them in the place of the live ones.
   *
   * @throws OperationRunningError, OperationCancelledError, LiveTablesChangedError, SwapRefusedError, FoldError, or what
   *   NATS or PostgreSQL throw. The live tables are untouched then and what was built is removed.
   */
  async rebuild(replacement: Replacement, options: RebuildOptions): Promise<RebuildResult> {
    const { projection, schema, nc } = this.#options;
    const begun = performance.now();
    const target = replacement.isAlone ? () => headPosition(nc) : () => this.#livePosition();
    const assertReplaceable = (checkpoint: Checkpoint | undefined): void => {
      if (!replacement.replaces(checkpoint?.version)) throw changed(projection, checkpoint);
    };
    return this.#work(options, target, async ({ shadow, builder, meter, signal }) => {
      await builder.build();
      meter.moved('swapping', builder.position, builder.position);
      const dropPrevious = options.dropPrevious === true;
      const live = this.#live;
      const parts = { live, liveSchema: schema, projection, shadow, builder, dropPrevious, assertReplaceable, signal };
      const { position, swapMilliseconds } = await swap(parts);
      const durationSeconds = (performance.now() - begun) / 1_000;
      return {
        version: projection.version,
        position,
        tables: await this.#countRows(),
        durationSeconds,
        factsPerSecond: Math.round(position / durationSeconds),
        swapMilliseconds,
      };
    });
  }

  /**
   * Builds the tables from the log and compares them with the live ones at one position, in one snapshot.
   *
   * @throws as `rebuild`; the live tables are never touched.
   */
  async verify(options: OperationOptions): Promise<VerifyResult> {
    const begun = performance.now();
    return this.#work(
      options,
      () => this.#livePosition(),
      async (work) => {
        await work.builder.build();
        work.meter.moved('comparing', work.builder.position, work.builder.position);
        const { position, tables, first } = await this.#compare(work);
        const firstDifference = first && {
          ...first.difference,
          event: await this.#responsibleEvent(first, position, work.signal),
        };
        return {
          identical: !firstDifference,
          position,
          tables,
          ...(firstDifference ? { firstDifference } : {}),
          durationSeconds: (performance.now() - begun) / 1_000,
        };
      },
    );
  }

  /** Removes what a rebuilder left over that died; nothing while somebody rebuilds. */
  async cleanUp(): Promise<void> {
    const lock = await this.#tryLock();
    if (!lock) return;
    try {
      await this.#dropLeftovers();
    } finally {
      await lock.release();
    }
  }

  /** @param target position that the shadow should reach, as things stand. */
  async #work<T>(
    { onProgress, signal: cancelled }: OperationOptions,
    target: () => Promise<number>,
    work: (parts: Work) => Promise<T>,
  ): Promise<T> {
    const { nc, dataSource, schema, projection, logger, maxRowsInMemory } = this.#options;
    const lock = await this.#tryLock();
    if (!lock) throw new OperationRunningError(`Somebody else is rebuilding or verifying ${projection.name}`);
    const signal = AbortSignal.any([lock.lost, ...(cancelled ? [cancelled] : [])]);
    const shadow = new Shadow(dataSource, schema, projection);
    const meter = new ProgressMeter((progress) => onProgress?.(progress));
    const rows = maxRowsInMemory === undefined ? {} : { maxRowsInMemory };
    let builder: ShadowBuilder | undefined;
    try {
      await this.#dropLeftovers();
      await shadow.create();
      builder = new ShadowBuilder({ nc, dataSource, projection, shadow, logger, meter, signal, target, ...rows });
      return await work({ shadow, builder, meter, signal });
    } catch (error) {
      throw signal.aborted ? cancellation(projection, lock.lost, error) : error;
    } finally {
      await builder?.cursor.close();
      await this.#tidy(shadow, lock);
    }
  }

  /** What the work came to is of more interest than what fails here; the next rebuild removes what is left. */
  async #tidy(shadow: Shadow, lock: HeldLock): Promise<void> {
    const { projection, logger } = this.#options;
    try {
      await shadow.drop();
    } catch (error) {
      logger.warn({ projection: projection.name, schema: shadow.schema, err: error }, 'tables were left over');
    }
    try {
      await lock.release();
    } catch (error) {
      logger.warn({ projection: projection.name, err: error }, 'lock of a rebuild was not released');
    }
  }

  async #dropLeftovers(): Promise<void> {
    const { dataSource, schema, projection, logger } = this.#options;
    const schemas = await dropLeftovers(dataSource, schema, projection.name);
    if (schemas.length > 0) {
      logger.info({ projection: projection.name, schemas }, 'tables that a rebuild left over were removed');
    }
  }

  #tryLock(): Promise<HeldLock | undefined> {
    const { dataSource, schema, projection } = this.#options;
    return SessionLocks.of(dataSource).tryAcquire(`podium:${schema}:projection:${projection.name}:rebuild`);
  }

  /** Of whatever version the live tables are; they may be missing. */
  async #livePosition(): Promise<number> {
    return (await this.#live.checkpoint())?.position ?? 0;
  }

  /** In one snapshot, which fixes the live tables while their writer goes on. */
  async #compare({ shadow, builder }: Work): Promise<Comparison> {
    const { projection } = this.#options;
    const compare = async (runner: QueryRunner): Promise<Comparison> => {
      const checkpoint = await this.#live.checkpoints.read(runner);
      const position = checkpoint?.position ?? 0;
      if (checkpoint?.version !== projection.version || position < builder.position) {
        throw changed(projection, checkpoint);
      }
      const facts = await builder.cursor.peek(position, lastFactsMilliseconds);
      await shadow.tables.applyWithin(runner, builder.relevant(facts), builder.position, position);
      return { position, ...(await compareTables(runner, this.#live.tables, shadow.tables.tables)) };
    };
    try {
      return await this.#live.transaction(compare, 'REPEATABLE READ');
    } catch (error) {
      if (!isMissingTable(error)) throw error;
      throw new TablesMissingError(`The live tables of ${projection.name} lack what they should have`, {
        cause: error,
      });
    }
  }

  async #responsibleEvent(
    { fold, difference }: FoundDifference,
    until: number,
    signal: AbortSignal,
  ): Promise<ResponsibleEvent | null> {
    const { nc, projection } = this.#options;
    return lastChangeOf({ nc, projection, table: fold, key: difference.key, until, signal });
  }

  async #countRows(): Promise<RebuildResult['tables']> {
    const counts = this.#live.tables.map(async ({ rows }) => {
      const [found] = (await this.#options.dataSource.query(`SELECT count(*)::int AS rows FROM ${rows.path}`)) as {
        rows: number;
      }[];
      return { table: rows.name, rows: found?.rows ?? 0 };
    });
    return Promise.all(counts);
  }
}

function changed(projection: Projection, checkpoint: Checkpoint | undefined): LiveTablesChangedError {
  const found = checkpoint
    ? `of version ${checkpoint.version} at position ${checkpoint.position}`
    : 'without checkpoint';
  return new LiveTablesChangedError(`The live tables of ${projection.name} are ${found} now: somebody made them anew`);
}

function cancellation(projection: Projection, lost: AbortSignal, cause: unknown): OperationCancelledError {
  const why = lost.aborted ? 'the connection with its lock broke' : 'somebody asked for it';
  return new OperationCancelledError(`The work on ${projection.name} was cancelled: ${why}`, { cause });
}
