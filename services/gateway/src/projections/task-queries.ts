import type { SessionView, TaskStatusName, TaskView } from '@podium/board';
import { decodeCursor, encodeCursor } from './page-cursor.ts';
import type { ReadModel } from './read-model-queries.ts';

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

  /** Oldest first. */
  async list(projectId: string, page: PageRequest & { status?: TaskStatusName | undefined }): Promise<Page<TaskView>> {
    const after = decodeCursor(page.cursor);
    const of = [projectId, page.status ?? null];
    const total = await this.#count('FROM tasks WHERE project_id = $1 AND ($2::text IS NULL OR status = $2)', of);
    const rows = await this.#model.query<TaskView>(
      `SELECT t.* FROM tasks t
        WHERE t.project_id = $1 AND ($2::text IS NULL OR t.status = $2)
          AND ($3::text IS NULL OR (t.created_at COLLATE "C", t.id) > ($3, $4))
        ORDER BY t.created_at COLLATE "C", t.id LIMIT $5`,
      [...of, after?.time ?? null, after?.id ?? null, page.limit + 1],
    );
    return pageOf(rows, total, page.limit, (task) => task.created_at);
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

  /** Ranks of a column's cards in their order, without one card. */
  async ranks(projectId: string, status: TaskStatusName, exceptTaskId?: string): Promise<string[]> {
    const rows = await this.#model.query<{ rank: string }>(
      'SELECT rank FROM tasks WHERE project_id = $1 AND status = $2 AND id IS DISTINCT FROM $3 ORDER BY rank, id',
      [projectId, status, exceptTaskId ?? null],
    );
    return rows.map(({ rank }) => rank);
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
