import type { TaskView } from '@podium/board';

type Linked = Pick<TaskView, 'id' | 'title' | 'depends_on' | 'archived_at'>;

const shownChoices = 7;

/** The tasks that wait for a task. */
export function holdsUp<T extends Linked>(taskId: string, tasks: readonly T[]): T[] {
  return tasks.filter(({ depends_on }) => depends_on.includes(taskId));
}

/** What a task could wait for, by what was typed: neither itself, nor what it waits for already, nor what waits for it. */
export function dependencyChoices<T extends Linked>(task: T, tasks: readonly T[], typed: string): T[] {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return [];
  const waiting = allThatWaitFor(task.id, tasks);
  return tasks
    .filter(
      (other) =>
        other.id !== task.id &&
        other.archived_at === null &&
        !task.depends_on.includes(other.id) &&
        !waiting.has(other.id) &&
        other.title.toLowerCase().includes(wanted),
    )
    .slice(0, shownChoices);
}

function allThatWaitFor(taskId: string, tasks: readonly Linked[]): Set<string> {
  const found = new Set<string>();
  const open = [taskId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const other of holdsUp(id, tasks)) {
      if (found.has(other.id)) continue;
      found.add(other.id);
      open.push(other.id);
    }
  }
  return found;
}
