import { headPosition } from '@podium/jetstream';
import type { Logger, ManagedProjection, ProjectionStatus } from '@podium/service-kit';
import type { NatsConnection } from 'nats';
import type { DataSource } from 'typeorm';
import { CheckpointMovedError, isMissingTable, isPermanent, sqlState, TablesUnusableError } from './errors.ts';
import { Leader } from './leader.ts';
import { SessionLocks, type HeldLock } from './locks.ts';
import { pause } from './pause.ts';
import { Progress, type AppliedListener } from './progress.ts';
import { ProjectionTables } from './projection-tables.ts';
import type { Projection } from './projection.ts';

export interface ProjectionRunnerOptions {
  readonly nc: NatsConnection;
  /** Knows the entities of the projection's tables. */
  readonly dataSource: DataSource;
  /** PostgreSQL schema of the tables and their checkpoint; made if missing. */
  readonly schema: string;
  readonly projection: Projection;
  readonly logger: Logger;
}

/** How often a standby tries to become the active one, and looks how far that one is. */
const standbyMilliseconds = 500;
/** How often somebody who waits for a position looks into the table of another replica. */
const lookMilliseconds = 25;
/** A wait for a position looks up this often in case that the replica's role has changed. */
const roleMilliseconds = 250;
const maxBackoffMilliseconds = 10_000;
/** How often in a row new tables may turn out to lack a column before that counts as a mistake in the entity. */
const maxMisfits = 3;

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
  readonly #locks: SessionLocks;
  readonly #progress: Progress;
  #state: ProjectionStatus['state'] = 'stopped';
  #error: string | undefined;
  #stopping: AbortController | undefined;
  #running: Promise<void> = Promise.resolve();
  /** The tables that are there don't fit. */
  #anew = false;
  #misfits = 0;

  /** @throws UnsupportedEntityError where an entity can't be a table of a projection. */
  constructor(options: ProjectionRunnerOptions) {
    this.name = options.projection.name;
    this.#options = options;
    this.#tables = new ProjectionTables(options.dataSource, options.schema, options.projection);
    this.#locks = SessionLocks.of(options.dataSource);
    this.#progress = new Progress(options.logger);
  }

  /**
   * Begins, and resolves when it is known whether this replica is active (its tables exist then) or on standby. An
   * unreachable server does not reject: it is tried again for ever, and `status()` tells the reason.
   */
  async start(): Promise<void> {
    if (this.#stopping) return;
    const stopping = new AbortController();
    this.#stopping = stopping;
    await new Promise<void>((settled) => {
      this.#running = this.#run(stopping.signal, settled).finally(settled);
    });
  }

  /** Finishes the batch at hand and gives the lock to a standby. */
  async stop(): Promise<void> {
    this.#stopping?.abort();
    await this.#running;
    this.#stopping = undefined;
    if (this.#state !== 'failed') this.#state = 'stopped';
  }

  /** @throws what NATS or PostgreSQL throw when they can't be asked. */
  async status(): Promise<ProjectionStatus> {
    const head = await headPosition(this.#options.nc);
    const position = this.#state === 'running' ? this.#progress.position : await this.#storedPosition();
    const lag = Math.max(0, head - position);
    return { position, head, lag, state: this.#state, ...(this.#error === undefined ? {} : { error: this.#error }) };
  }

  /** Whether the tables hold everything up to a position within that time. */
  async waitFor(position: number, timeoutMs: number): Promise<boolean> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const active = this.#state === 'running';
      if ((active ? this.#progress.position : await this.#storedPosition()) >= position) return true;
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

  async #run(signal: AbortSignal, settled: () => void): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await this.#takeTurn(signal, settled);
        failures = 0;
      } catch (error) {
        if (isPermanent(error)) {
          this.#fail(error);
          return;
        }
        failures = error instanceof CheckpointMovedError ? 0 : failures + 1;
        await this.#recover(error, failures, signal, settled);
      }
    }
  }

  /** Leads for as long as it has the lock; otherwise stands by for a moment. */
  async #takeTurn(signal: AbortSignal, settled: () => void): Promise<void> {
    const { schema, projection } = this.#options;
    const lock = await this.#locks.tryAcquire(`podium:${schema}:projection:${projection.name}`);
    if (!lock) {
      this.#become('standby');
      const position = await this.#storedPosition();
      if (position !== this.#progress.position) this.#progress.moved([], position);
      settled();
      await pause(standbyMilliseconds, signal);
      return;
    }
    try {
      await this.#lead(lock, signal, settled);
    } finally {
      if (!signal.aborted) this.#state = 'standby';
      // What ended the lead is of more interest; and a connection that can't release the lock has lost it.
      await lock.release().catch((error: unknown) => {
        this.#options.logger.warn({ projection: this.name, err: error }, 'lock of a projection was not released');
      });
    }
  }

  async #lead(lock: HeldLock, signal: AbortSignal, settled: () => void): Promise<void> {
    const leader = new Leader({
      ...this.#options,
      tables: this.#tables,
      signal: AbortSignal.any([signal, lock.lost]),
      onMoved: (facts, position) => {
        this.#become('running');
        this.#anew = false;
        if (facts.length > 0) this.#misfits = 0;
        this.#progress.moved(facts, position);
        settled();
      },
    });
    try {
      await leader.lead(this.#anew);
    } catch (error) {
      if (!isMissingTable(error)) throw error;
      this.#anew = true;
      if (sqlState(error) === '42703') this.#misfits += 1;
      if (this.#misfits > maxMisfits)
        throw new TablesUnusableError(`Projection ${this.name}: ${String(error)}`, { cause: error });
      this.#options.logger.warn({ projection: this.name, err: error }, 'tables of a projection are made anew');
    }
  }

  #become(state: 'running' | 'standby'): void {
    this.#state = state;
    this.#error = undefined;
  }

  #fail(error: unknown): void {
    this.#state = 'failed';
    this.#error = error instanceof Error ? error.message : String(error);
    this.#options.logger.error({ projection: this.name, err: error }, 'projection failed');
  }

  /** Something that passes: the server restarts, the connection broke, another replica was quicker. */
  async #recover(error: unknown, failures: number, signal: AbortSignal, settled: () => void): Promise<void> {
    this.#state = 'standby';
    this.#error = error instanceof Error ? error.message : String(error);
    this.#options.logger.warn({ projection: this.name, err: error, failures }, 'projection was interrupted');
    settled();
    await pause(Math.random() * Math.min(maxBackoffMilliseconds, 100 * 2 ** failures), signal);
  }

  /** What the table says: another replica may be the one that moves it. */
  async #storedPosition(): Promise<number> {
    try {
      return await this.#tables.position();
    } catch (error) {
      if (isMissingTable(error)) return 0;
      throw error;
    }
  }
}
