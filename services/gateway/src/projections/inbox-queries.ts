import { compareInInbox, inboxOf, type InboxItem, type SessionView, type TaskView } from '@podium/board';
import type { ReadModel } from './read-model-queries.ts';

export interface Inbox {
  readonly position: number;
  /** The most pressing first. */
  readonly items: InboxItem[];
}

interface WaitingProject {
  readonly project: { readonly name: string };
  readonly tasks: TaskView[];
  readonly sessions: SessionView[];
}

const position = `(SELECT position FROM projection_checkpoints WHERE name = 'read-model')`;

/** Tasks that may wait for a person; the fold of the board library has the last word. */
const mayWait = `t.archived_at IS NULL AND (
  t.failure IS NOT NULL
  OR t.status IN ('PLANNING_REVIEW', 'AI_REVIEW', 'HUMAN_REVIEW')
  OR EXISTS (SELECT 1 FROM sessions s WHERE s.task_id = t.id AND s.status = 'waiting'))`;

/** What waits for people, over all projects. One statement, so that it is of one moment. */
export class InboxQueries {
  readonly #model: ReadModel;

  constructor(model: ReadModel) {
    this.#model = model;
  }

  async all(): Promise<Inbox> {
    const [row] = await this.#model.query<{ position: number; boards: WaitingProject[] }>(
      `SELECT coalesce(${position}, 0) AS position, coalesce(json_agg(b), '[]') AS boards
         FROM (SELECT json_build_object('name', p.name) AS project,
                      json_agg(t) AS tasks,
                      coalesce(
                        (SELECT json_agg(s) FROM sessions s WHERE s.project_id = p.id AND s.status = 'waiting'),
                        '[]'
                      ) AS sessions
                 FROM projects p JOIN tasks t ON t.project_id = p.id
                WHERE ${mayWait}
                GROUP BY p.id, p.name) b`,
    );
    return {
      position: row?.position ?? 0,
      items: (row?.boards ?? []).flatMap((board) => inboxOf(board)).sort(compareInInbox),
    };
  }
}
