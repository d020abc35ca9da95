import { setTimeout as sleep } from 'node:timers/promises';
import type { ProjectionRunner } from '@podium/projections';
import { problemOf } from '@podium/service-kit';
import type { DataSource } from 'typeorm';
import { gatewayProblems } from '../api/problems.ts';
import { InboxQueries } from './inbox-queries.ts';
import { ProjectQueries } from './project-queries.ts';
import { isMissingTable, readModelError } from './read-model-error.ts';
import { TaskQueries } from './task-queries.ts';
import { UsageQueries } from './usage-queries.ts';

/** How long a read waits for tables that are being made anew. A hundred thousand facts take a few seconds. */
const refoldTimeoutMs = 30_000;
const lookMs = 50;

/**
 * What the API reads. Rows are views: their columns have the names and types of @podium/board.
 *
 * Reads never go back in time: while tables that were lost are folded anew, a read waits until they are where they
 * were, instead of showing half of them.
 */
export class ReadModel {
  readonly projects: ProjectQueries;
  readonly inbox: InboxQueries;
  readonly tasks: TaskQueries;
  readonly usage: UsageQueries;
  readonly #dataSource: DataSource;
  readonly #runner: Pick<ProjectionRunner, 'waitFor' | 'onApplied'>;
  /** The highest position that the tables have had in this process. */
  #reached = 0;

  constructor(dataSource: DataSource, runner: Pick<ProjectionRunner, 'waitFor' | 'onApplied'>) {
    this.#dataSource = dataSource;
    this.#runner = runner;
    this.projects = new ProjectQueries(this);
    this.inbox = new InboxQueries(this);
    this.tasks = new TaskQueries(this);
    this.usage = new UsageQueries(this);
    runner.onApplied((_, position) => {
      this.#reached = Math.max(this.#reached, position);
    });
  }

  /** @throws ProblemError 503 where the read model is away. */
  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const deadline = performance.now() + refoldTimeoutMs;
    for (;;) {
      const reached = this.#reached;
      if (!(await this.#isAt(reached, Math.max(0, deadline - performance.now())))) {
        throw problemOf(
          'read_model_behind',
          'The tables are being made anew. Try again in a moment.',
          gatewayProblems,
          {
            retry_after_seconds: 1,
          },
        );
      }
      const rows = await this.#rows<Row>(sql, parameters, performance.now() >= deadline);
      // The tables may have been lost in between: rows count only if they are still where they were.
      if (rows && (await this.#isAt(reached, 0))) return rows;
      await sleep(lookMs);
    }
  }

  /** Whether the tables get to a position in time. @throws ProblemError 503 where the database is away. */
  async #isAt(position: number, timeoutMs: number): Promise<boolean> {
    try {
      return await this.#runner.waitFor(position, timeoutMs);
    } catch (error) {
      throw readModelError(error);
    }
  }

  /** Undefined where a table is missing and there is time to wait for it. */
  async #rows<Row>(sql: string, parameters: readonly unknown[], isLate: boolean): Promise<Row[] | undefined> {
    try {
      return await this.#dataSource.query<Row[]>(sql, [...parameters]);
    } catch (error) {
      if (isMissingTable(error) && !isLate) return undefined;
      throw readModelError(error);
    }
  }
}
