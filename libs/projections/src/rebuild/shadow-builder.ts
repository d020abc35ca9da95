import type { RecordedFact } from '@podium/proto';
import type { Logger } from '@podium/service-kit';
import type { NatsConnection } from 'nats';
import type { DataSource } from 'typeorm';
import { LogSilentError, OperationCancelledError } from '../errors.ts';
import { contextFilter, type Projection } from '../projection.ts';
import { BulkFold } from './bulk-fold.ts';
import { BulkWriter } from './bulk-writer.ts';
import { FactCursor } from './fact-cursor.ts';
import type { ProgressMeter } from './progress-meter.ts';
import type { Shadow } from './shadow.ts';

export interface BuildOptions {
  readonly nc: NatsConnection;
  readonly dataSource: DataSource;
  readonly projection: Projection;
  readonly shadow: Shadow;
  readonly logger: Logger;
  readonly meter: ProgressMeter;
  /** Cancels the work. */
  readonly signal: AbortSignal;
  /** Position that the tables should reach as things stand: of the live tables, or the head of the log. */
  readonly target: () => Promise<number>;
  /** Rows that all tables may have in memory together; about twice as many while they are written. */
  readonly maxRowsInMemory?: number;
}

const defaultMaxRowsInMemory = 150_000;
/** Fewer facts than these are left to the last step, which holds up the live writer. */
const smallGap = 200;
/** Facts of one transaction while catching up. */
const catchUpBatch = 1_000;

/** Folds the log into the tables of a shadow, fast, while the log grows. */
export class ShadowBuilder {
  readonly cursor: FactCursor;
  readonly #options: BuildOptions;
  readonly #concerns: (fact: RecordedFact) => boolean;
  #position = 0;

  constructor(options: BuildOptions) {
    const { nc, logger, projection, signal } = options;
    this.#options = options;
    this.#concerns = contextFilter(projection);
    this.cursor = new FactCursor({
      nc,
      after: 0,
      signal,
      onInterrupted: (reason) =>
        logger.warn({ projection: projection.name, reason }, 'reading of the log for a rebuild was interrupted'),
    });
  }

  /** Everything up to here is in the shadow. */
  get position(): number {
    return this.#position;
  }

  /** What concerns the projection in facts that are to be folded. */
  relevant(facts: readonly RecordedFact[]): readonly RecordedFact[] {
    return facts.filter(this.#concerns);
  }

  /** Told after somebody else has put what was at the cursor into the shadow. */
  moved(position: number): void {
    this.cursor.drop(position);
    this.#position = position;
  }

  /**
   * Brings the shadow near to the target.
   *
   * @throws FoldError, OperationCancelledError, or what NATS or PostgreSQL throw.
   */
  async build(): Promise<void> {
    await this.#foldInMemory();
    await this.#catchUp();
  }

  async #foldInMemory(): Promise<void> {
    const { dataSource, projection, shadow, target, meter, signal } = this.#options;
    const writer = new BulkWriter(dataSource, signal);
    const folds = shadow.tables.tables.map((table) => new BulkFold(projection.name, table, writer));
    let position = 0;
    let goal = await target();
    meter.moved('reading', position, goal);
    for (let least = 0; goal - position > least; least = smallGap) {
      while (position < goal) {
        const facts = await this.#take(goal);
        const relevant = this.relevant(facts);
        for (const fold of folds) await fold.fold(relevant);
        position = facts.at(-1)?.position ?? position;
        meter.moved('reading', position, goal);
        await this.#keepWithinMemory(folds);
      }
      goal = await target();
    }
    await Promise.all(folds.map((fold) => fold.finish()));
    this.#assertNotCancelled();
    await shadow.reached(position);
    this.#position = position;
  }

  async #keepWithinMemory(folds: readonly BulkFold[]): Promise<void> {
    const { maxRowsInMemory = defaultMaxRowsInMemory } = this.#options;
    if (folds.reduce((sum, { size }) => sum + size, 0) <= maxRowsInMemory) return;
    for (const fold of folds) await fold.spill();
  }

  /** The nearer it comes the smaller the gap; where facts come as fast as they are folded, a larger one has to do. */
  async #catchUp(): Promise<void> {
    const { shadow, target, meter } = this.#options;
    for (let round = 1; ; round += 1) {
      const goal = await target();
      if (goal - this.#position <= smallGap * round) return;
      while (this.#position < goal) {
        const facts = await this.#take(Math.min(goal, this.#position + catchUpBatch));
        const to = facts.at(-1)?.position ?? this.#position;
        await shadow.tables.apply(this.relevant(facts), this.#position, to);
        this.#position = to;
        meter.moved('catching-up', to, goal);
      }
    }
  }

  async #take(limit: number): Promise<readonly RecordedFact[]> {
    const facts = await this.cursor.take(limit);
    this.#assertNotCancelled();
    if (!facts) throw new LogSilentError('The log ended');
    return facts;
  }

  #assertNotCancelled(): void {
    if (this.#options.signal.aborted) throw new OperationCancelledError('It was cancelled');
  }
}
