import type { TaskFilters } from '../api/schemas/tasks.ts';
import { waitsForMe } from './waits-for-me.ts';

/** What decides which tasks a list has. */
export type TaskFilter = Omit<TaskFilters, 'limit' | 'cursor'>;

/** The condition on tasks `t` of a project, and its parameters. @param actor who `waits_for_me` is about */
export function taskCondition(
  projectId: string,
  filter: TaskFilter,
  actor: string,
): { sql: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const next = (value: unknown): string => `$${parameters.push(value)}`;
  const conditions = [`t.project_id = ${next(projectId)}`];
  if (filter.archived !== 'all') conditions.push(`t.archived_at IS ${filter.archived === 'true' ? 'NOT ' : ''}NULL`);
  if (filter.text !== undefined) {
    const pattern = next(`%${filter.text.replaceAll(/[\\%_]/g, '\\$&')}%`);
    conditions.push(`(t.title ILIKE ${pattern} OR t.description ILIKE ${pattern})`);
  }
  if (filter.status) conditions.push(`t.status = ANY(${next(filter.status)}::text[])`);
  if (filter.priority) conditions.push(`t.priority = ANY(${next(filter.priority)}::text[])`);
  if (filter.label) {
    const labels = next(filter.label.map((label) => label.toLowerCase()));
    conditions.push(
      `EXISTS (SELECT 1 FROM jsonb_array_elements_text(t.labels) label WHERE lower(label) = ANY(${labels}::text[]))`,
    );
  }
  if (filter.assignee === 'none') conditions.push('t.assignee IS NULL');
  else if (filter.assignee !== undefined) conditions.push(`t.assignee = ${next(filter.assignee)}`);
  if (filter.has_failure !== undefined)
    conditions.push(`(t.failure IS NOT NULL) = ${next(filter.has_failure)}::boolean`);
  if (filter.waits_for_me !== undefined) {
    conditions.push(`${waitsForMe(next(actor))} = ${next(filter.waits_for_me)}::boolean`);
  }
  return { sql: conditions.join('\n AND '), parameters };
}
