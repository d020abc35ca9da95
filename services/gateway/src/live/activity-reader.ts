import { foldOutput, isActive, type ActivityItem, type SessionView } from '@podium/board';
import type { OutputLog } from '@podium/jetstream';
import { LRUCache } from 'lru-cache';

/** Which part of an activity is wanted: items behind a number, before one, or the newest. */
export interface ActivityPageRequest {
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly tail: boolean;
  readonly limit: number;
}

export interface ActivityPage {
  readonly session_id: string;
  readonly project_id: string;
  readonly items: ActivityItem[];
  readonly next_cursor: number | null;
  readonly previous_cursor: number | null;
  readonly total_count: number;
  readonly sequence: number;
  readonly live: boolean;
}

interface Activity {
  readonly items: readonly ActivityItem[];
  readonly sequence: number;
}

/** Activities of ended sessions that are kept in memory while people page through them. */
const keptActivities = 50;

/** Folds the output of sessions, from the stream or from its archive, into what people see. */
export class ActivityReader {
  readonly #output: Pick<OutputLog, 'readAll'>;
  readonly #ended = new LRUCache<string, Activity>({ max: keptActivities });

  constructor(output: Pick<OutputLog, 'readAll'>) {
    this.#output = output;
  }

  /** @throws LogUnavailableError */
  async page(session: SessionView, request: ActivityPageRequest): Promise<ActivityPage> {
    const { items, sequence } = await this.#activityOf(session);
    const [from, to] = range(items, request);
    return {
      session_id: session.id,
      project_id: session.project_id,
      items: items.slice(from, to),
      next_cursor: to < items.length ? (items[to - 1]?.number ?? null) : null,
      previous_cursor: from > 0 ? (items[from]?.number ?? null) : null,
      total_count: items.length,
      sequence,
      live: isActive(session),
    };
  }

  async #activityOf(session: SessionView): Promise<Activity> {
    const known = this.#ended.get(session.id);
    if (known) return known;
    const output = await this.#output.readAll(session.project_id, session.id);
    const activity = { items: foldOutput(output.map(({ chunk }) => chunk)), sequence: output.at(-1)?.sequence ?? 0 };
    // Complete only with all chunks that the end of the session counts.
    if (!isActive(session) && output.length >= (session.output_chunks ?? Infinity)) {
      this.#ended.set(session.id, activity);
    }
    return activity;
  }
}

/** Where the wanted items are: from an index to (and without) another one. */
function range(items: readonly ActivityItem[], { after, before, tail, limit }: ActivityPageRequest): [number, number] {
  if (tail || before !== undefined) {
    const end = before === undefined ? items.length : countUntil(items, before);
    return [Math.max(0, end - limit), end];
  }
  const start = countUntil(items, (after ?? 0) + 1);
  return [start, Math.min(items.length, start + limit)];
}

/** How many items come before a number. */
function countUntil(items: readonly ActivityItem[], number: number): number {
  const index = items.findIndex((item) => item.number >= number);
  return index === -1 ? items.length : index;
}
