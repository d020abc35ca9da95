import { headPosition, readFacts } from '@podium/jetstream';
import type { RecordedFact } from '@podium/proto';
import type { Logger } from '@podium/service-kit';
import type { NatsConnection } from 'nats';
import { CheckpointMovedError, FoldError, isRefusedValue, TablesMissingError } from './errors.ts';
import { Exclusive } from './exclusive.ts';
import { pause } from './pause.ts';
import { concerns, type Projection } from './projection.ts';
import type { ProjectionTables } from './projection-tables.ts';

export interface LeaderOptions {
  readonly nc: NatsConnection;
  readonly tables: ProjectionTables;
  readonly projection: Projection;
  readonly logger: Logger;
  /** Ends the lead: somebody stops the projection, or its lock is lost. */
  readonly signal: AbortSignal;
  /** Told after each commit, and after facts that are no concern of the projection. */
  readonly onMoved: (facts: readonly RecordedFact[], position: number) => void;
}

/** Most facts of one transaction. Measured: larger ones gain nothing. */
const maxBatch = 1_000;
/** How long the stored checkpoint may lag behind facts that changed no table. */
const checkpointMilliseconds = 250;
/** How many of these pass between two looks whether the tables are still there. */
const ticksPerLook = 4;

/**
 * What the active replica of a projection does: reads the log from the checkpoint on and folds it into the tables.
 *
 * All facts of the log are read, so that the position is exact also while only other contexts write; a checkpoint
 * that moves past facts of others is stored now and then, not for each of them.
 */
export class Leader {
  readonly #options: LeaderOptions;
  readonly #writing = new Exclusive();
  /** Position that is folded. */
  #position = 0;
  /** Position of the stored checkpoint. */
  #stored = 0;

  constructor(options: LeaderOptions) {
    this.#options = options;
  }

  /**
   * Leads until the signal; then returns after the batch at hand.
   *
   * @param anew make the tables anew whatever they are.
   * @throws FoldError, CheckpointMovedError, TablesMissingError, or what NATS or PostgreSQL throw.
   */
  async lead(anew: boolean): Promise<void> {
    const { nc, tables, projection, logger, onMoved } = this.#options;
    const start = await tables.prepare(await headPosition(nc), { anew });
    this.#position = this.#stored = start.position;
    logger.info({ projection: projection.name, version: projection.version, ...start }, 'projection leads');
    onMoved([], start.position);

    const ended = new AbortController();
    const signal = AbortSignal.any([this.#options.signal, ended.signal]);
    const end = (): void => ended.abort();
    const parts = await Promise.allSettled([this.#read(signal, end), this.#watch(signal).finally(end)]);
    for (const part of parts) if (part.status === 'rejected') throw part.reason;
    await this.#storePosition();
  }

  async #read(signal: AbortSignal, end: () => void): Promise<void> {
    const { nc, logger, projection } = this.#options;
    const onInterrupted = (reason: string): void =>
      logger.warn({ projection: projection.name, reason }, 'reading of the log was interrupted');
    const batches = readFacts(nc, {
      after: this.#position,
      readContexts: projection.contexts,
      signal,
      maxBatch,
      onInterrupted,
    });
    try {
      // The next batch is decoded while PostgreSQL works on this one.
      let next = batches.next();
      for (let batch = await next; !batch.done && !signal.aborted; batch = await next) {
        next = batches.next();
        // It is awaited in the next turn; until then its error is nobody's.
        next.catch(() => undefined);
        await this.#take(batch.value);
      }
    } finally {
      // In this order: the reader may be waiting for a fact, and ends only when it is told to.
      end();
      await batches.return(undefined);
    }
  }

  async #take(batch: readonly RecordedFact[]): Promise<void> {
    const last = batch.at(-1);
    if (!last) return;
    const facts = batch.filter((fact) => concerns(this.#options.projection, fact));
    if (facts.length > 0) await this.#writing.run(() => this.#apply(facts, last.position));
    this.#position = last.position;
    this.#options.onMoved(facts, last.position);
  }

  /** Everything up to the culprit is written before its error is thrown. */
  async #apply(facts: readonly RecordedFact[], to: number): Promise<void> {
    const { tables, projection } = this.#options;
    try {
      await tables.apply(facts, this.#stored, to);
      this.#stored = to;
    } catch (error) {
      if (error instanceof FoldError) {
        const earlier = facts.slice(0, facts.indexOf(error.fact));
        if (earlier.length > 0) await this.#apply(earlier, error.fact.position - 1);
        throw error;
      }
      if (!isRefusedValue(error)) throw error;
      const [only, ...others] = facts;
      if (only && others.length === 0) throw new FoldError(projection.name, only, error);
      for (const fact of facts) await this.#apply([fact], fact.position);
    }
  }

  /** Stores positions that no batch stored, and notices tables that somebody dropped while no fact came. */
  async #watch(signal: AbortSignal): Promise<void> {
    for (let tick = 1; !signal.aborted; tick += 1) {
      await pause(checkpointMilliseconds, signal);
      if (signal.aborted) return;
      await this.#storePosition();
      if (tick % ticksPerLook === 0) await this.#writing.run(() => this.#look());
    }
  }

  /** Whether the tables and their checkpoint are still what this replica has made of them. */
  async #look(): Promise<void> {
    const { tables, projection } = this.#options;
    if (!(await tables.exist())) throw new TablesMissingError(`Tables of projection ${projection.name} are missing`);
    const checkpoint = await tables.checkpoint();
    if (checkpoint?.version !== projection.version || checkpoint.position !== this.#stored) {
      throw new CheckpointMovedError(`Somebody else has moved the checkpoint of ${projection.name}`);
    }
  }

  async #storePosition(): Promise<void> {
    await this.#writing.run(async () => {
      const position = this.#position;
      if (position <= this.#stored) return;
      await this.#options.tables.apply([], this.#stored, position);
      this.#stored = position;
    });
  }
}
