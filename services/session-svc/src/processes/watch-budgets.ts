import { causedBy, derivedId, type Cause, type CommandHandler } from '@podium/event-sourcing';
import { OnFact } from '@podium/jetstream';
import { projectIdOf, type Recorded, type RecordedFact } from '@podium/proto';
import type { ProjectionRunner } from '@podium/projections';
import { LOGGER, PROJECTIONS, type Logger } from '@podium/service-kit';
import { Controller, Inject, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { periodAt, type AssessBudget, type BudgetState } from '../domain/budget.ts';
import { BudgetReader } from '../projections/usage/budget-reader.ts';
import { budgetAggregate } from '../session-aggregate.ts';
import { BUDGET_COMMANDS } from '../tokens.ts';

/** How long a fact waits for its effect on the tables. */
const waitMilliseconds = 10_000;
/** How often to look whether a new month has begun. */
const lookMilliseconds = 30_000;
const actor = 'service:session-svc';

/** Compares what sessions have used with the budget of their project, whenever either has changed. */
@Controller()
export class WatchBudgets implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #budgets: CommandHandler<BudgetState, AssessBudget>;
  readonly #reader: BudgetReader;
  readonly #projection: ProjectionRunner;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(BUDGET_COMMANDS) budgets: CommandHandler<BudgetState, AssessBudget>,
    @Inject(BudgetReader) reader: BudgetReader,
    @Inject(PROJECTIONS) [projection]: readonly [ProjectionRunner],
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#budgets = budgets;
    this.#reader = reader;
    this.#projection = projection;
    this.#logger = logger;
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.#lookForNewMonth(), lookMilliseconds);
    void this.#lookForNewMonth();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  @OnFact('watch-budgets', [
    'podium.session.v1.TurnEnded',
    'podium.session.v1.SessionRetryScheduled',
    'podium.session.v1.SessionCompleted',
    'podium.session.v1.SessionFailed',
    'podium.session.v1.SessionCancelled',
    'podium.project.v1.ProjectEdited',
  ])
  async changed(
    @Payload()
    fact: Recorded<
      | 'podium.session.v1.TurnEnded'
      | 'podium.session.v1.SessionRetryScheduled'
      | 'podium.session.v1.SessionCompleted'
      | 'podium.session.v1.SessionFailed'
      | 'podium.session.v1.SessionCancelled'
      | 'podium.project.v1.ProjectEdited'
    >,
  ): Promise<void> {
    if (isWithoutBudget(fact)) return;
    if (!(await this.#projection.waitFor(fact.position, waitMilliseconds))) {
      throw new Error(`The sessions projection did not reach position ${fact.position} in time`);
    }
    const cause = { ...causedBy(fact), key: derivedId(fact.id, 'budget'), actor };
    await this.#assess(projectIdOf(fact), periodAt(Date.now()), cause);
  }

  /** What was said of a month is over with it. */
  async #lookForNewMonth(): Promise<void> {
    try {
      const period = periodAt(Date.now());
      for (const projectId of await this.#reader.toldBefore(period)) {
        const id = derivedId('new month', projectId, period);
        await this.#assess(projectId, period, { id, correlationId: id, actor });
      }
    } catch (error) {
      this.#logger.warn({ err: error }, 'Budgets of a new month could not be looked at; trying again');
    }
  }

  async #assess(projectId: string, period: string, cause: Cause): Promise<void> {
    const use = await this.#reader.useOf(projectId, period);
    if (!use) return;
    await this.#budgets.handle(budgetAggregate(projectId), { kind: 'assess', projectId, period, ...use }, cause);
  }
}

/** Edits of names and the like are no business of budgets. */
function isWithoutBudget(fact: RecordedFact): boolean {
  return fact.type === 'podium.project.v1.ProjectEdited' && !fact.data.budget;
}
