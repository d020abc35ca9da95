/** Where a board is: with a task opened, as it was at a position, and looked at with a query of `board-query.ts`. */
export function boardHref(
  projectId: string,
  { taskId, at, look }: { taskId?: string; at?: number | null; look?: URLSearchParams } = {},
): string {
  const query = new URLSearchParams(look);
  if (taskId) query.set('task', taskId);
  if (at !== null && at !== undefined) query.set('at', String(at));
  return `/projects/${encodeURIComponent(projectId)}${query.size > 0 ? `?${query}` : ''}`;
}
