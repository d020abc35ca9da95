import type { Logger } from '@podium/service-kit';
import type { NatsConnection } from 'nats';
import type { DataSource } from 'typeorm';
import type { Checkpoint } from '../checkpoints.ts';
import { LiveTablesChangedError, OperationCancelledError, OperationRunningError } from '../errors.ts';
import { SessionLocks, type HeldLock } from '../locks.ts';
import type { OperationOptions } from '../operations.ts';
import { ProjectionTables } from '../projection-tables.ts';
import type { Projection } from '../projection.ts';
import { ProgressMeter } from './progress-meter.ts';
import { ShadowBuilder } from './shadow-builder.ts';
import { dropLeftovers, Shadow } from './shadow.ts';

export interface WorkshopOptions {
  readonly nc: NatsConnection;
  readonly dataSource: DataSource;
  readonly schema: string;
  readonly projection: Projection;
  readonly logger: Logger;
  /** Rows that a rebuild may have in memory; about twice as many for moments. Default 150,000. */
  readonly maxRowsInMemory?: number;
}

/** What an operation works with. */
export interface Work {
  readonly shadow: Shadow;
  readonly builder: ShadowBuilder;
  readonly meter: ProgressMeter;
  readonly signal: AbortSignal;
}

/** Where tables of a projection are built beside the live ones. One at a time, over all replicas. */
export class Workshop {
  readonly options: WorkshopOptions;
  readonly live: ProjectionTables;

  constructor(options: WorkshopOptions) {
    this.options = options;
    this.live = new ProjectionTables(options.dataSource, options.schema, options.projection);
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

  /**
   * Makes empty tables, lets the work be done, and removes what is left of them.
   *
   * @param target position that they should reach, as things stand.
   */
  async work<T>(
    { onProgress, signal: cancelled }: OperationOptions,
    target: () => Promise<number>,
    work: (parts: Work) => Promise<T>,
  ): Promise<T> {
    const { nc, dataSource, schema, projection, logger, maxRowsInMemory } = this.options;
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
    const { projection, logger } = this.options;
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
    const { dataSource, schema, projection, logger } = this.options;
    const schemas = await dropLeftovers(dataSource, schema, projection.name);
    if (schemas.length > 0) {
      logger.info({ projection: projection.name, schemas }, 'tables that a rebuild left over were removed');
    }
  }

  #tryLock(): Promise<HeldLock | undefined> {
    const { dataSource, schema, projection } = this.options;
    return SessionLocks.of(dataSource).tryAcquire(`podium:${schema}:projection:${projection.name}:rebuild`);
  }

  /** Of whatever version the live tables are; they may be missing. */
  async livePosition(): Promise<number> {
    return (await this.live.checkpoint())?.position ?? 0;
  }
}

/** Error of an operation whose live tables are not those any more that it began with. */
export function liveTablesChanged(projection: Projection, checkpoint: Checkpoint | undefined): LiveTablesChangedError {
  const found = checkpoint
    ? `of version ${checkpoint.version} at position ${checkpoint.position}`
    : 'without checkpoint';
  return new LiveTablesChangedError(`The live tables of ${projection.name} are ${found} now: somebody made them anew`);
}

function cancellation(projection: Projection, lost: AbortSignal, cause: unknown): OperationCancelledError {
  const why = lost.aborted ? 'the connection with its lock broke' : 'somebody asked for it';
  return new OperationCancelledError(`The work on ${projection.name} was cancelled: ${why}`, { cause });
}
