import type { Logger, ProjectionStatus } from '@podium/service-kit';
import type { NatsConnection } from 'nats';
import type { DataSource } from 'typeorm';
import { CheckpointMovedError, isMissingTable, isPermanent, sqlState, TablesUnusableError } from './errors.ts';
import { Leader } from './leader.ts';
import { SessionLocks, type HeldLock } from './locks.ts';
import { pause } from './pause.ts';
import type { Progress } from './progress.ts';
import type { ProjectionTables } from './projection-tables.ts';
import type { Projection } from './projection.ts';
import type { VersionChange } from './rebuild/version-change.ts';

export interface ReplicaLoopOptions {
  readonly nc: NatsConnection;
  readonly dataSource: DataSource;
  readonly schema: string;
  readonly projection: Projection;
  readonly logger: Logger;
  readonly tables: ProjectionTables;
  readonly versions: VersionChange;
  readonly progress: Progress;
}

/** How often a standby tries to become the active one, and looks how far that one is. */
const standbyMilliseconds = 500;
const maxBackoffMilliseconds = 10_000;
/** How often in a row new tables may turn out to lack a column before that counts as a mistake in the entity. */
const maxMisfits = 3;

/** One replica of a projection: takes the lead when it is free, and stands by while it is not. */
export class ReplicaLoop {
  readonly #options: ReplicaLoopOptions;
  readonly #locks: SessionLocks;
  #state: ProjectionStatus['state'] = 'stopped';
  #error: string | undefined;
  #stopping: AbortController | undefined;
  #running: Promise<void> = Promise.resolve();
  /** The tables that are there don't fit. */
  #anew = false;
  #misfits = 0;

  constructor(options: ReplicaLoopOptions) {
    this.#options = options;
    this.#locks = SessionLocks.of(options.dataSource);
  }

  get state(): ProjectionStatus['state'] {
    return this.#state;
  }

  /** Why it failed, or what it is retrying. */
  get error(): string | undefined {
    return this.#error;
  }

  /** Begins, and resolves when it is known whether this replica is active or on standby. */
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

  /** Begins again after a failure; nothing where it was stopped meanwhile. */
  async restart(): Promise<void> {
    if (this.#state !== 'failed' || !this.#stopping || this.#stopping.signal.aborted) return;
    await this.#running;
    this.#stopping = undefined;
    await this.start();
  }

  /** The lock of the active replica, or undefined while somebody has it. */
  tryLock(): Promise<HeldLock | undefined> {
    const { schema, projection } = this.#options;
    return this.#locks.tryAcquire(`podium:${schema}:projection:${projection.name}`);
  }

  /** What the table says: another replica may be the one that moves it. */
  async storedPosition(): Promise<number> {
    try {
      return await this.#options.tables.position();
    } catch (error) {
      if (isMissingTable(error)) return 0;
      throw error;
    }
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
    const lock = await this.tryLock();
    if (!lock) {
      this.#become('standby');
      const position = await this.storedPosition();
      if (position !== this.#options.progress.position) this.#options.progress.moved([], position);
      settled();
      if (!(await this.#options.versions.replaceOlder(signal))) await pause(standbyMilliseconds, signal);
      return;
    }
    if (this.#state === 'stopped') this.#become('standby');
    let yields: string | undefined;
    try {
      yields = await this.#options.versions.prepare({ anew: this.#anew, lost: lock.lost, signal, settled });
      if (yields === undefined) await this.#lead(lock, signal, settled);
    } finally {
      if (!signal.aborted) this.#state = 'standby';
      // What ended the lead is of more interest; and a connection that can't release the lock has lost it.
      await lock.release().catch((error: unknown) => {
        this.#options.logger.warn({ projection: this.#name, err: error }, 'lock of a projection was not released');
      });
    }
    if (yields === undefined) return;
    this.#error = yields;
    settled();
    await pause(2 * standbyMilliseconds, signal);
  }

  async #lead(lock: HeldLock, signal: AbortSignal, settled: () => void): Promise<void> {
    const leader = new Leader({
      ...this.#options,
      signal: AbortSignal.any([signal, lock.lost]),
      onMoved: (facts, position) => {
        this.#become('running');
        this.#anew = false;
        if (facts.length > 0) this.#misfits = 0;
        this.#options.progress.moved(facts, position);
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
        throw new TablesUnusableError(`Projection ${this.#name}: ${String(error)}`, { cause: error });
      this.#options.logger.warn({ projection: this.#name, err: error }, 'tables of a projection are made anew');
    }
  }

  #become(state: 'running' | 'standby'): void {
    this.#state = state;
    this.#error = undefined;
  }

  #fail(error: unknown): void {
    this.#state = 'failed';
    this.#error = error instanceof Error ? error.message : String(error);
    this.#options.logger.error({ projection: this.#name, err: error }, 'projection failed');
  }

  /** Something that passes: the server restarts, the connection broke, another replica was quicker. */
  async #recover(error: unknown, failures: number, signal: AbortSignal, settled: () => void): Promise<void> {
    this.#state = 'standby';
    this.#error = error instanceof Error ? error.message : String(error);
    this.#options.logger.warn({ projection: this.#name, err: error, failures }, 'projection was interrupted');
    settled();
    await pause(Math.random() * Math.min(maxBackoffMilliseconds, 100 * 2 ** failures), signal);
  }

  get #name(): string {
    return this.#options.projection.name;
  }
}
