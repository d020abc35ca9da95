import { headPosition } from '@podium/jetstream';
import type { Logger, ManagedProjection, ProjectionStatus } from '@podium/service-kit';
import type { NatsConnection } from 'nats';
import type { DataSource } from 'typeorm';
import { ControlServer } from './control/control-server.ts';
import { NotActiveError } from './errors.ts';
import type { Operation, OperationOptions, RebuildOptions, RebuildResult, VerifyResult } from './operations.ts';
import { Progress, type AppliedListener } from './progress.ts';
import { ProjectionTables } from './projection-tables.ts';
import type { Projection } from './projection.ts';
import { Operations } from './rebuild/operations.ts';
import { VersionChange } from './rebuild/version-change.ts';
import { Workshop } from './rebuild/workshop.ts';
import { ReplicaLoop } from './replica-loop.ts';

export interface ProjectionRunnerOptions {
  readonly nc: NatsConnection;
  /** Knows the entities of the projection's tables. */
  readonly dataSource: DataSource;
  /** PostgreSQL schema of the tables and their checkpoint; made if missing. */
  readonly schema: string;
  readonly projection: Projection;
  readonly logger: Logger;
  /** Rows that a rebuild may have in memory; about twice as many for moments. Default 150,000. */
  readonly maxRowsInMemory?: number;
  /**
   * How long nobody may lead before a replica replaces the tables of a newer version by those of its own: until then
   * the newer one may be about to start. Default 10.
   */
  readonly rollbackAfterSeconds?: number;
}

/** How often somebody who waits for a position looks into the table of another replica. */
const lookMilliseconds = 25;
/** A wait for a position looks up this often in case that the replica's role has changed. */
const roleMilliseconds = 250;

/**
 * Keeps the tables of one projection up to date for as long as it runs.
 *
 * Any number of replicas may run the same projection: an advisory lock picks the active one, the checkpoint's
 * compare-and-set keeps the others out, and a standby takes over when the active one dies.
 */
export class ProjectionRunner implements ManagedProjection {
  readonly name: string;
  readonly #options: ProjectionRunnerOptions;
  readonly #tables: ProjectionTables;
  readonly #progress: Progress;
  readonly #operations: Operations;
  readonly #loop: ReplicaLoop;
  #exposures: ControlServer[] = [];

  /** @throws UnsupportedEntityError where an entity can't be a table of a projection. */
  constructor(options: ProjectionRunnerOptions) {
    this.name = options.projection.name;
    this.#options = options;
    this.#tables = new ProjectionTables(options.dataSource, options.schema, options.projection);
    this.#progress = new Progress(options.logger);
    this.#operations = new Operations(new Workshop(options));
    const [tables, progress] = [this.#tables, this.#progress];
    const versions = new VersionChange(options, tables, this.#operations);
    this.#loop = new ReplicaLoop({ ...options, tables, progress, versions });
  }

  /** What is being done to the tables beside keeping them up to date. */
  get operation(): Operation | undefined {
    return this.#operations.current;
  }

  get version(): number {
    return this.#options.projection.version;
  }

  /** Qualified names. */
  get tableNames(): readonly string[] {
    return this.#tables.tables.map(({ rows }) => `${this.#options.schema}.${rows.name}`);
  }

  /**
   * Begins, and resolves when it is known whether this replica is active (its tables exist then) or on standby. An
   * unreachable server does not reject: it is tried again for ever, and `status()` tells the reason.
   */
  async start(): Promise<void> {
    await this.#loop.start();
  }

  /** Finishes the batch at hand, cancels a rebuild or verification, and gives the lock to a standby. */
  async stop(): Promise<void> {
    for (const exposure of this.#exposures.splice(0)) exposure.close();
    await Promise.all([this.#loop.stop(), this.#operations.stop()]);
  }

  /** Lets operators list, rebuild and verify it over NATS, under the name of its service, until it is stopped. */
  expose(service: string): void {
    const { nc, logger } = this.#options;
    this.#exposures.push(new ControlServer({ nc, logger, service, projection: this }));
  }

  /**
   * Builds the tables anew from the log beside the live ones, which go on being served and kept up to date, and swaps.
   * A projection that had failed begins again after it.
   *
   * @throws NotActiveError where this replica is on standby or stopped; otherwise as Operations.rebuild.
   */
  async rebuild(options: RebuildOptions = {}): Promise<RebuildResult> {
    const replaces = (version: number | undefined): boolean => version === undefined || version === this.version;
    const { state } = this.#loop;
    if (state === 'running') return this.#operations.rebuild('rebuild', { isAlone: false, replaces }, options);
    const lock = state === 'failed' ? await this.#loop.tryLock() : undefined;
    if (!lock) throw this.#notActive();
    let result: RebuildResult;
    try {
      result = await this.#operations.rebuild('rebuild', { isAlone: true, replaces }, options);
    } finally {
      await lock.release();
    }
    await this.#loop.restart();
    return result;
  }

  /**
   * Compares the live tables row by row with what the log says, and leaves everything as it was.
   *
   * @throws NotActiveError where this replica is on standby or stopped; otherwise as Operations.verify.
   */
  async verify(options: OperationOptions = {}): Promise<VerifyResult> {
    if (this.#loop.state !== 'running' && this.#loop.state !== 'failed') throw this.#notActive();
    return this.#operations.verify(options);
  }

  /** @throws what NATS or PostgreSQL throw when they can't be asked. */
  async status(): Promise<ProjectionStatus> {
    const head = await headPosition(this.#options.nc);
    const { state, error } = this.#loop;
    const position = state === 'running' ? this.#progress.position : await this.#loop.storedPosition();
    const lag = Math.max(0, head - position);
    return { position, head, lag, state, ...(error === undefined ? {} : { error }) };
  }

  /** Whether the tables hold everything up to a position within that time. */
  async waitFor(position: number, timeoutMs: number): Promise<boolean> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const active = this.#loop.state === 'running';
      if ((active ? this.#progress.position : await this.#loop.storedPosition()) >= position) return true;
      const left = deadline - Date.now();
      if (left <= 0) return false;
      await this.#progress.change(Math.min(left, active ? roleMilliseconds : lookMilliseconds));
    }
  }

  /**
   * Calls back after each commit with the facts of the projection's contexts, in order. On a standby, and where the
   * position moved past facts of other contexts, there are no facts, only the position. Returns how to end it.
   */
  onApplied(listener: AppliedListener): () => void {
    return this.#progress.onApplied(listener);
  }

  #notActive(): NotActiveError {
    return new NotActiveError(`This replica does not lead ${this.name}: it is ${this.#loop.state}`);
  }
}
