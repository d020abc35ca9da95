import { fact, type Aggregate, type NewFact } from '@podium/event-sourcing';
import { TaskPriority } from '@podium/proto';

/** A task of a project, for facts that are only there to be read. */
export function aTask(projectId: string, number: number): { aggregate: Aggregate; facts: NewFact[] } {
  const id = `t-${number}`;
  const data = { taskId: id, title: `Task ${number}`, description: '', priority: TaskPriority.LOW, rank: 'a0' };
  return { aggregate: { projectId, context: 'task', id }, facts: [fact('podium.task.v1.TaskCreated', data)] };
}

/** A fact of that many characters, of a task of its own. */
export function aLargeTask(
  projectId: string,
  number: number,
  size: number,
): { aggregate: Aggregate; facts: NewFact[] } {
  const { aggregate } = aTask(projectId, number);
  const data = { taskId: aggregate.id, description: 'x'.repeat(size) };
  return { aggregate, facts: [fact('podium.task.v1.TaskEdited', data)] };
}
