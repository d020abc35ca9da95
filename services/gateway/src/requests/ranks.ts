import { taskStatusName, type TaskStatusName } from '@podium/board';
import { projectIdOf, type RecordedFact } from '@podium/proto';
import { generateKeyBetween } from 'fractional-indexing';
import { LRUCache } from 'lru-cache';
import type { TaskQueries } from '../projections/task-queries.ts';

/**
 * A rank for a card at an index of a column.
 *
 * @param ranks of the other cards of the column, ascending byte by byte; equal ones may occur where two people added a
 * card at the same moment, and the card then goes behind all of them.
 * @param index from 0; the end where it is absent or beyond it.
 */
export function rankAt(ranks: readonly string[], index: number = ranks.length): string {
  const before = ranks[Math.min(index, ranks.length) - 1] ?? null;
  const after = ranks.slice(index).find((rank) => before === null || rank > before) ?? null;
  return generateKeyBetween(before, after);
}

/** Gives cards their places. */
export class Ranks {
  readonly #tasks: TaskQueries;
  /** The greatest rank of columns that cards were added to lately: what was given, and what the log tells of others. */
  readonly #last = new LRUCache<string, string>({ max: 5_000 });

  constructor(tasks: TaskQueries) {
    this.#tasks = tasks;
  }

  /** A rank behind everything in the column. */
  async atEnd(projectId: string, status: TaskStatusName): Promise<string> {
    const key = columnKey(projectId, status);
    const known = this.#last.get(key) ?? (await this.#tasks.lastRank(projectId, status));
    // Others may have been given a rank while the read model was asked.
    const rank = generateKeyBetween(greater(known, this.#last.get(key)), null);
    this.#last.set(key, rank);
    return rank;
  }

  /** A rank at an index of the column (its end where absent), counted without the card itself. */
  async at(projectId: string, status: TaskStatusName, index: number | undefined, taskId: string): Promise<string> {
    return rankAt(await this.#tasks.ranks(projectId, status, taskId), index);
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
  }
}

function columnKey(projectId: string, status: TaskStatusName): string {
  return `${projectId}/${status}`;
}

function greater(one: string | null, other: string | undefined): string | null {
  return other !== undefined && (one === null || other > one) ? other : one;
}
