import { compareInInbox, inboxOf, type InboxItem, type SessionView, type TaskView } from '@podium/board';
import { isOfMember } from './members-filter.ts';
import type { ReadModel } from './read-model-queries.ts';
import { waitsForMe } from './waits-for-me.ts';

export interface Inbox {
  readonly position: number;
  /** The most pressing first. */
  readonly items: InboxItem[];
}

interface WaitingProject {
  readonly project: { readonly name: string };
  readonly tasks: TaskView[];
  readonly sessions: Pick<SessionView, 'id' | 'task_id' | 'gates' | 'preview' | 'latest_changes' | 'reverted_to'>[];
}

const position = `(SELECT position FROM projection_checkpoints WHERE name = 'read-model')`;

/** What waits for a person, over all projects. One statement, so that it is of one moment. */
export class InboxQueries {
  readonly #model: ReadModel;

  constructor(model: ReadModel) {
    this.#model = model;
  }

  /**
   * @param actor who it is for: what is assigned to somebody else does not wait for them
   * @param memberOnly only projects that this actor belongs to; null: all
   */
  async of(actor: string, memberOnly: string | null): Promise<Inbox> {
    const [row] = await this.#model.query<{ position: number; boards: WaitingProject[] }>(
      `SELECT coalesce(${position}, 0) AS position, coalesce(json_agg(b), '[]') AS boards
         FROM (SELECT json_build_object('name', p.name) AS project,
                      json_agg(t) AS tasks,
                      coalesce(
                        (SELECT json_agg(s)
                           FROM (SELECT id, task_id, gates, preview, latest_changes, reverted_to FROM sessions
                                  WHERE project_id = p.id
                                    AND (status = 'waiting' OR id = ANY (array_agg(t.latest_session_id)))) s),
                        '[]'
                      ) AS sessions
                 FROM projects p JOIN tasks t ON t.project_id = p.id
                WHERE ${waitsForMe('$1')} AND ${isOfMember('$2')}
                GROUP BY p.id, p.name) b`,
      [actor, memberOnly],
    );
    return {
      position: row?.position ?? 0,
      items: (row?.boards ?? []).flatMap((board) => inboxOf(board, actor)).sort(compareInInbox),
    };
  }
}
