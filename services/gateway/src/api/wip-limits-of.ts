import { taskStatusNames, type ProjectView } from '@podium/board';
import { TaskStatus, type WipLimit } from '@podium/proto';

/** Limits as a request has them, in the order of the columns; undefined where nothing is said of them. */
export function wipLimitsOf(limits: ProjectView['wip_limits'] | undefined): { items: WipLimit[] } | undefined {
  if (!limits) return undefined;
  const items = taskStatusNames.flatMap((name) => {
    const limit = limits[name];
    return limit === undefined ? [] : [{ status: TaskStatus[name], limit }];
  });
  return { items };
}
