import { headPosition } from '@podium/jetstream';
import type { Logger } from '@podium/service-kit';
import type { NatsConnection } from 'nats';
import type { Checkpoint } from '../checkpoints.ts';
import { OperationRunningError } from '../errors.ts';
import type { ProjectionTables } from '../projection-tables.ts';
import type { Projection } from '../projection.ts';
import type { Operations } from './operations.ts';

export interface VersionChangeOptions {
  readonly nc: NatsConnection;
  readonly projection: Projection;
  readonly logger: Logger;
  readonly rollbackAfterSeconds?: number;
}

export interface LeadBegin {
  /** The tables are known not to fit. */
  readonly anew: boolean;
  /** Aborted when the lock of the active replica is lost. */
  readonly lost: AbortSignal;
  readonly signal: AbortSignal;
  /** Called once it is clear that the live tables can be read while they are replaced. */
  readonly settled: () => void;
}

const defaultRollbackAfterSeconds = 10;

/**
 * What a replica does about live tables of another version of its projection: it builds those of its own beside them,
 * and swaps. Versions go forward: a replica of an older version replaces newer tables only after nobody has led them
 * for a while, as after a rollback of the service.
 */
export class VersionChange {
  readonly #options: VersionChangeOptions;
  readonly #tables: ProjectionTables;
  readonly #operations: Operations;
  /** Since when newer tables are known to have no leader. */
  #newerSince: number | undefined;

  constructor(options: VersionChangeOptions, tables: ProjectionTables, operations: Operations) {
    this.#options = options;
    this.#tables = tables;
    this.#operations = operations;
  }

  /** On standby: replaces tables of an older version, whose replicas go on serving them. Whether it did. */
  async replaceOlder(signal: AbortSignal): Promise<boolean> {
    this.#newerSince = undefined;
    const { version } = this.#options.projection;
    const live = await this.#tables.checkpoint();
    if (!live || live.version >= version || signal.aborted) return false;
    try {
      await this.#replace(live, false, signal, (found) => found !== undefined && found < version);
      return true;
    } catch (error) {
      // Another new replica is at it.
      if (error instanceof OperationRunningError) return false;
      throw error;
    }
  }

  /**
   * As the active replica, before it leads: replaces readable tables of another version. Those that can't be read
   * through the entities anyhow are left to be made anew.
   *
   * @returns why not to lead yet, if so.
   */
  async prepare({ anew, lost, signal, settled }: LeadBegin): Promise<string | undefined> {
    await this.#operations.cleanUp();
    const { projection, nc } = this.#options;
    const live = await this.#tables.checkpoint();
    const isNewer = live !== undefined && live.version > projection.version;
    if (!isNewer) this.#newerSince = undefined;
    if (!live || live.version === projection.version || anew) return undefined;
    if (isNewer && !this.#mayRollBack()) {
      return `The tables are of version ${live.version}, newer than ${projection.version}`;
    }
    // Tables ahead of the log are those of another log.
    if (live.position > (await headPosition(nc)) || !(await this.#tables.areReadable())) return undefined;
    settled();
    await this.#replace(live, true, AbortSignal.any([lost, signal]), (found) => found === live.version);
    return undefined;
  }

  #mayRollBack(): boolean {
    const { rollbackAfterSeconds = defaultRollbackAfterSeconds } = this.#options;
    this.#newerSince ??= performance.now();
    return performance.now() - this.#newerSince >= rollbackAfterSeconds * 1_000;
  }

  async #replace(
    live: Checkpoint,
    isAlone: boolean,
    signal: AbortSignal,
    replaces: (version: number | undefined) => boolean,
  ): Promise<void> {
    const { logger, projection } = this.#options;
    const about = { projection: projection.name, from: live.version, to: projection.version };
    logger.info(about, 'tables of another version of a projection are replaced');
    const result = await this.#operations.rebuild('upgrade', { isAlone, replaces }, { signal });
    logger.info({ ...about, ...result }, 'tables of another version of a projection were replaced');
  }
}
