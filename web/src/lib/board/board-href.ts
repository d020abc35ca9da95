/** Where a board is: with a task opened, and as it was at a position. */
export function boardHref(projectId: string, { taskId, at }: { taskId?: string; at?: number | null } = {}): string {
  const query = new URLSearchParams({
    ...(taskId ? { task: taskId } : {}),
    ...(at === null || at === undefined ? {} : { at: String(at) }),
  });
  return `/projects/${encodeURIComponent(projectId)}${query.size > 0 ? `?${query}` : ''}`;
}
