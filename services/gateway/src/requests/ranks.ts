import type { TaskStatusName } from '@podium/board';
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
  /** The last rank that was given at the end of a column: the read model does not have it yet. */
  readonly #given = new LRUCache<string, string>({ max: 5_000, ttl: 60_000 });

  constructor(tasks: TaskQueries) {
    this.#tasks = tasks;
  }

  /** A rank behind everything in the column. */
  async atEnd(projectId: string, status: TaskStatusName): Promise<string> {
    const key = `${projectId}/${status}`;
    const last = await this.#tasks.lastRank(projectId, status);
    const given = this.#given.get(key);
    const rank = generateKeyBetween(given !== undefined && (last === null || given > last) ? given : last, null);
    this.#given.set(key, rank);
    return rank;
  }

  /** A rank at an index of the column (its end where absent), counted without the card itself. */
  async at(projectId: string, status: TaskStatusName, index: number | undefined, taskId: string): Promise<string> {
    return rankAt(await this.#tasks.ranks(projectId, status, taskId), index);
  }
}
