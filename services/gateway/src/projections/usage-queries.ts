import type { UsageGroup, UsageGrouping, UsageTotals } from '../api/schemas/usage.ts';
import { isOfMember } from './members-filter.ts';
import type { ReadModel } from './read-model-queries.ts';

export interface UsageQuestion {
  /** All projects where absent, deleted ones too. */
  readonly projectId?: string;
  /** Only of projects that this actor belongs to now; null: of all. */
  readonly memberOnly: string | null;
  readonly by: UsageGrouping;
  /** RFC 3339 in UTC with milliseconds, as facts have it. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
}

export interface UsageAnswer {
  readonly total: UsageTotals;
  readonly groups: UsageGroup[];
  readonly total_groups: number;
}

/** What a group is known by, and what people call it. */
const groupings: Readonly<Record<UsageGrouping, { key: string; label: string }>> = {
  day: { key: 'left(e.at, 10)', label: 'left(e.at, 10)' },
  model: { key: "coalesce(e.provider_id || '/' || e.model_id, '')", label: "coalesce(e.model_label, '')" },
  person: { key: 'e.person', label: 'e.person' },
  project: { key: 'e.project_id', label: "coalesce((SELECT p.name FROM projects p WHERE p.id = e.project_id), '')" },
  task: { key: 'e.task_id', label: 'coalesce((SELECT t.title FROM tasks t WHERE t.id = e.task_id), e.title)' },
  session: { key: 'e.session_id', label: 'e.title' },
  prompt: { key: "e.session_id || coalesce('/' || e.turn, '')", label: 'e.title' },
};

const sums = `
  coalesce(sum(input_tokens), 0)::bigint AS input_tokens,
  coalesce(sum(output_tokens), 0)::bigint AS output_tokens,
  coalesce(sum(cached_tokens), 0)::bigint AS cached_tokens,
  coalesce(sum(cost_usd), 0)::float8 AS cost_usd,
  count(DISTINCT session_id)::int AS sessions,
  count(turn)::int AS prompts`;

/** What is read of usage. Each answer is one statement, so that its groups add up to its total. */
export class UsageQueries {
  readonly #model: ReadModel;

  constructor(model: ReadModel) {
    this.#model = model;
  }

  async of({ projectId, memberOnly, by, from, to, limit }: UsageQuestion): Promise<UsageAnswer> {
    const { key, label } = groupings[by];
    const order = by === 'day' ? 'key DESC' : 'cost_usd DESC, input_tokens + output_tokens + cached_tokens DESC, key';
    const [row] = await this.#model.query<UsageAnswer>(
      `WITH entries AS (
         SELECT ${key} AS key, ${label} AS label, e.*
           FROM (SELECT u.project_id, u.task_id, u.session_id, u.title, x.*
                   FROM session_usage u
                  CROSS JOIN LATERAL jsonb_to_recordset(u.entries)
                        AS x(at text, turn int, person text, provider_id text, model_id text, model_label text,
                             input_tokens float8, output_tokens float8, cached_tokens float8, cost_usd float8)
                  WHERE ($1::text IS NULL OR u.project_id = $1)
                    AND ($5::text IS NULL OR u.project_id IN (SELECT p.id FROM projects p WHERE ${isOfMember('$5')}))
                    AND ($2::text IS NULL OR x.at COLLATE "C" >= $2)
                    AND ($3::text IS NULL OR x.at COLLATE "C" < $3)) e),
       groups AS (SELECT key, max(label) AS label, ${sums} FROM entries GROUP BY key),
       shown AS (SELECT * FROM groups ORDER BY ${order} LIMIT $4)
       SELECT (SELECT row_to_json(t) FROM (SELECT ${sums} FROM entries) t) AS total,
              coalesce((SELECT json_agg(s ORDER BY ${by === 'day' ? 'key' : order}) FROM shown s), '[]') AS groups,
              (SELECT count(*)::int FROM groups) AS total_groups`,
      [projectId ?? null, from ?? null, to ?? null, limit, memberOnly],
    );
    if (!row) throw new Error('A query without a table gave no row');
    return row;
  }
}
