import type { CommentView, SessionView, TaskStatusName, TaskView } from '@podium/board';
import type { TaskFilters } from '../api/schemas/tasks.ts';
import type { RankedCard } from '../requests/places.ts';
import { decodeCursor, encodeCursor } from './page-cursor.ts';
import type { ReadModel } from './read-model-queries.ts';
import { taskCondition } from './task-filter.ts';

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Page<Item> {
  readonly items: Item[];
  readonly total_count: number;
  readonly next_cursor: string | null;
}

/** What is read of tasks and their sessions. Those of a deleted project or task are not found. */
export class TaskQueries {
  readonly #model: ReadModel;

  constructor(model: ReadModel) {
    this.#model = model;
  }

  /** Oldest first. @param actor who `waits_for_me` is about */
  async list(projectId: string, { limit, cursor, ...filter }: TaskFilters, actor: string): Promise<Page<TaskView>> {
    const after = decodeCursor(cursor);
    const { sql, parameters } = taskCondition(projectId, filter, actor);
    const [time, id, count] = [1, 2, 3].map((offset) => `$${parameters.length + offset}`);
    const total = await this.#count(`FROM tasks t WHERE ${sql}`, parameters);
    const rows = await this.#model.query<TaskView>(
      `SELECT t.* FROM tasks t
        WHERE ${sql} AND (${time}::text IS NULL OR (t.created_at COLLATE "C", t.id) > (${time}, ${id}))
        ORDER BY t.created_at COLLATE "C", t.id LIMIT ${count}`,
      [...parameters, after?.time ?? null, after?.id ?? null, limit + 1],
    );
    return pageOf(rows, total, limit, (task) => task.created_at);
  }

  async find(projectId: string, taskId: string): Promise<TaskView | undefined> {
    const [task] = await this.#model.query<TaskView>(
      'SELECT t.* FROM tasks t JOIN projects p ON p.id = t.project_id WHERE t.id = $2 AND t.project_id = $1',
      [projectId, taskId],
    );
    return task;
  }

  /** The task whatever its project. */
  async findAnywhere(taskId: string): Promise<TaskView | undefined> {
    const [task] = await this.#model.query<TaskView>(
      'SELECT t.* FROM tasks t JOIN projects p ON p.id = t.project_id WHERE t.id = $1',
      [taskId],
    );
    return task;
  }

  async findSession(sessionId: string): Promise<SessionView | undefined> {
    const [session] = await this.#model.query<SessionView>(
      `SELECT s.* FROM sessions s JOIN tasks t ON t.id = s.task_id JOIN projects p ON p.id = t.project_id WHERE s.id = $1`,
      [sessionId],
    );
    return session;
  }

  /** Newest first. */
  async sessions(taskId: string, page: PageRequest): Promise<Page<SessionView>> {
    const after = decodeCursor(page.cursor);
    const total = await this.#count('FROM sessions WHERE task_id = $1', [taskId]);
    const rows = await this.#model.query<SessionView>(
      `SELECT s.* FROM sessions s
        WHERE s.task_id = $1 AND ($2::text IS NULL OR (s.queued_at, s.id) < ($2, $3))
        ORDER BY s.queued_at DESC, s.id DESC LIMIT $4`,
      [taskId, after?.time ?? null, after?.id ?? null, page.limit + 1],
    );
    return pageOf(rows, total, page.limit, (session) => session.queued_at);
  }

  /** Ids of all sessions of a task. */
  async sessionIds(taskId: string): Promise<string[]> {
    const rows = await this.#model.query<{ id: string }>(
      'SELECT id FROM sessions WHERE task_id = $1 ORDER BY queued_at, id',
      [taskId],
    );
    return rows.map(({ id }) => id);
  }

  /** Comments of a task, oldest first. */
  async comments(taskId: string, { limit, cursor }: PageRequest): Promise<Page<CommentView>> {
    const after = decodeCursor(cursor);
    const total = await this.#count('FROM comments WHERE task_id = $1', [taskId]);
    const rows = await this.#model.query<CommentView>(
      `SELECT c.* FROM comments c
        WHERE c.task_id = $1 AND ($2::text IS NULL OR (c.created_at, c.id) > ($2, $3))
        ORDER BY c.created_at, c.id LIMIT $4`,
      [taskId, after?.time ?? null, after?.id ?? null, limit + 1],
    );
    return pageOf(rows, total, limit, (comment) => comment.created_at);
  }

  /** A column's cards in their order, without one card and without those that are archived. */
  async column(projectId: string, status: TaskStatusName, exceptTaskId = ''): Promise<RankedCard[]> {
    return this.#model.query<RankedCard>(
      `SELECT id, rank FROM tasks
        WHERE project_id = $1 AND status = $2 AND id <> $3 AND archived_at IS NULL ORDER BY rank, id`,
      [projectId, status, exceptTaskId],
    );
  }

  /** The greatest rank of a column. */
  async lastRank(projectId: string, status: TaskStatusName): Promise<string | null> {
    const [row] = await this.#model.query<{ rank: string | null }>(
      'SELECT max(rank) AS rank FROM tasks WHERE project_id = $1 AND status = $2',
      [projectId, status],
    );
    return row?.rank ?? null;
  }

  async #count(fromWhere: string, parameters: readonly unknown[]): Promise<number> {
    const [row] = await this.#model.query<{ count: number }>(`SELECT count(*)::int AS count ${fromWhere}`, parameters);
    return row?.count ?? 0;
  }
}

/** The rows of a page, read with one more row than asked for to know whether there is another page. */
function pageOf<Item extends { id: string }>(
  rows: readonly Item[],
  total: number,
  limit: number,
  timeOf: (item: Item) => string,
): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const isMore = last !== undefined && rows.length > limit;
  return { items, total_count: total, next_cursor: isMore ? encodeCursor({ time: timeOf(last), id: last.id }) : null };
}
