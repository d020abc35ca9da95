import type { BoardView, ProjectSummaryView, SessionView } from '@podium/board';
import { isOfMember } from './members-filter.ts';
import type { ReadModel } from './read-model-queries.ts';

/** As the board library's `isActive` says it. */
const isActive = "s.status NOT IN ('completed', 'failed', 'cancelled')";

const summaryColumns = `
  p.*,
  (SELECT row_to_json(d) FROM pods d WHERE d.project_id = p.id) AS pod,
  json_build_object('TODO', 0, 'PLANNING', 0, 'PLANNING_REVIEW', 0, 'IN_PROGRESS', 0, 'AI_REVIEW', 0, 'HUMAN_REVIEW', 0, 'DONE', 0)::jsonb
    || coalesce(
      (SELECT jsonb_object_agg(c.status, c.count)
         FROM (SELECT t.status, count(*) AS count FROM tasks t WHERE t.project_id = p.id AND t.archived_at IS NULL GROUP BY t.status) c),
      '{}'
    ) AS task_counts,
  (SELECT count(*)::int FROM sessions s
     JOIN tasks t ON t.id = s.task_id
    WHERE s.project_id = p.id AND ${isActive}) AS active_sessions`;

const position = `(SELECT position FROM projection_checkpoints WHERE name = 'read-model')`;

/** What is read of projects. Each answer is one statement, so that it shows one moment. */
export class ProjectQueries {
  readonly #model: ReadModel;

  constructor(model: ReadModel) {
    this.#model = model;
  }

  /** @param actor only projects that this one belongs to; null: all */
  async list(actor: string | null): Promise<{ position: number; projects: ProjectSummaryView[] }> {
    const [row] = await this.#model.query<{ position: number; projects: ProjectSummaryView[] }>(
      `SELECT coalesce(${position}, 0) AS position,
              coalesce((SELECT json_agg(s ORDER BY s.created_at COLLATE "C", s.id) FROM (SELECT ${summaryColumns} FROM projects p WHERE ${isOfMember('$1')}) s), '[]') AS projects`,
      [actor],
    );
    return row ?? { position: 0, projects: [] };
  }

  async find(projectId: string): Promise<ProjectSummaryView | undefined> {
    const [row] = await this.#model.query<{ project: ProjectSummaryView }>(
      `SELECT row_to_json(s) AS project FROM (SELECT ${summaryColumns} FROM projects p WHERE p.id = $1) s`,
      [projectId],
    );
    return row?.project;
  }

  async board(projectId: string): Promise<BoardView | undefined> {
    const [row] = await this.#model.query<BoardView>(
      `SELECT coalesce(${position}, 0) AS position,
              row_to_json(p) AS project,
              (SELECT row_to_json(d) FROM pods d WHERE d.project_id = p.id) AS pod,
              coalesce((SELECT json_agg(t ORDER BY t.rank, t.id) FROM tasks t WHERE t.project_id = p.id AND t.archived_at IS NULL), '[]') AS tasks,
              coalesce(
                (SELECT json_agg(s ORDER BY s.queued_at, s.id)
                   FROM sessions s JOIN tasks t ON t.id = s.task_id
                  WHERE t.project_id = p.id AND t.archived_at IS NULL AND (s.id = t.latest_session_id OR ${isActive})),
                '[]'
              ) AS sessions
         FROM projects p WHERE p.id = $1`,
      [projectId],
    );
    return row;
  }

  /** Sessions at work, the longest-waiting one first. */
  async activeSessions(projectId: string): Promise<SessionView[]> {
    return this.#model.query<SessionView>(
      `SELECT s.* FROM sessions s JOIN tasks t ON t.id = s.task_id
        WHERE s.project_id = $1 AND ${isActive} ORDER BY s.queued_at, s.id`,
      [projectId],
    );
  }
}
