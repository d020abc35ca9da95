import { taskStatusName, type TaskStatusName } from '@podium/board';
import { projectIdOf, type RecordedFact } from '@podium/proto';
import { generateKeyBetween } from 'fractional-indexing';
import { LRUCache } from 'lru-cache';
import type { TaskQueries } from '../projections/task-queries.ts';
import type { ReadModelRunner } from '../tokens.ts';
import { isRank, placeAt, placesAt, type Place, type Places } from './places.ts';

/** Where a card is to go in a column: behind another card (null: first), or to an index, or else to the end. */
export interface WantedPlace {
  readonly afterId?: string | null | undefined;
  /** From 0, counted without the card itself; also where the other card is not in the column any more. */
  readonly index?: number | undefined;
}

/** How long it may take until the read model has what has happened in the project. */
const catchUpTimeoutMs = 2_000;

/** Gives cards their places. */
export class Ranks {
  readonly #tasks: TaskQueries;
  readonly #runner: Pick<ReadModelRunner, 'waitFor'>;
  /** The greatest rank of columns that cards were added to lately: what was given, and what the log tells of others. */
  readonly #last = new LRUCache<string, string>({ max: 5_000 });
  /** Position of the newest move in each project. */
  readonly #moved = new LRUCache<string, number>({ max: 5_000 });

  constructor(tasks: TaskQueries, runner: Pick<ReadModelRunner, 'waitFor'>) {
    this.#tasks = tasks;
    this.#runner = runner;
  }

  /** A rank behind everything in the column. */
  async atEnd(projectId: string, status: TaskStatusName): Promise<string> {
    const key = columnKey(projectId, status);
    const known = this.#last.get(key) ?? (await this.#tasks.lastRank(projectId, status));
    // Others may have been given a rank while the read model was asked.
    const last = greater(known, this.#last.get(key));
    const rank = generateKeyBetween(last !== null && isRank(last) ? last : null, null);
    this.#last.set(key, rank);
    return rank;
  }

  /** A place in a column, as it is after everything that anybody has been told so far. */
  async at(projectId: string, status: TaskStatusName, wanted: WantedPlace, taskId: string): Promise<Place> {
    if (wanted.afterId === undefined && wanted.index === undefined) {
      return { rank: await this.atEnd(projectId, status), others: [] };
    }
    await this.#runner.waitFor(this.#moved.get(projectId) ?? 0, catchUpTimeoutMs);
    const cards = await this.#tasks.column(projectId, status, taskId);
    const { afterId, index = cards.length } = wanted;
    if (afterId === null) return placeAt(cards, 0);
    const behind = cards.findIndex(({ id }) => id === afterId);
    return placeAt(cards, behind < 0 ? index : behind + 1);
  }

  /** The same for cards that are moved together: one behind the other, in the order of their ids. */
  async manyAt(
    projectId: string,
    status: TaskStatusName,
    afterId: string | null | undefined,
    taskIds: readonly string[],
  ): Promise<Places> {
    if (afterId === undefined) {
      const ranks: string[] = [];
      for (const _ of taskIds) ranks.push(await this.atEnd(projectId, status));
      return { ranks, others: [] };
    }
    await this.#runner.waitFor(this.#moved.get(projectId) ?? 0, catchUpTimeoutMs);
    const moved = new Set(taskIds);
    const cards = (await this.#tasks.column(projectId, status)).filter(({ id }) => !moved.has(id));
    const behind = cards.findIndex(({ id }) => id === afterId);
    return placesAt(cards, afterId === null ? 0 : behind < 0 ? cards.length : behind + 1, taskIds.length);
  }

  /** Facts in the order of the log. */
  observe(facts: readonly RecordedFact[]): void {
    for (const fact of facts) {
      if (fact.type === 'podium.task.v1.TaskCreated') this.#see(fact, 'TODO', fact.data.rank);
      if (fact.type === 'podium.task.v1.TaskMoved') this.#see(fact, taskStatusName(fact.data.to), fact.data.rank);
    }
  }

  #see(fact: RecordedFact, status: TaskStatusName, rank: string): void {
    const key = columnKey(projectIdOf(fact), status);
    const last = this.#last.get(key);
    if (last !== undefined && rank > last) this.#last.set(key, rank);
    this.#moved.set(projectIdOf(fact), fact.position);
  }
}

function columnKey(projectId: string, status: TaskStatusName): string {
  return `${projectId}/${status}`;
}

function greater(one: string | null, other: string | undefined): string | null {
  return other !== undefined && (one === null || other > one) ? other : one;
}
