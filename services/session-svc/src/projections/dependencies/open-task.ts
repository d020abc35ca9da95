import { TaskStatus, type RecordedFact } from '@podium/proto';
import { Entity, PrimaryColumn } from 'typeorm';

/** A task that is not done yet, and neither deleted nor archived: who depends on it waits. */
@Entity({ name: 'open_tasks' })
export class OpenTask {
  @PrimaryColumn('text')
  task_id!: string;
}

/** The task that a fact opens or closes. */
export function openTaskKeyOf(fact: RecordedFact): string | null {
  return isOpenAfter(fact) === undefined || !('taskId' in fact.data) ? null : fact.data.taskId;
}

/** Folds one fact into a task; null while it is not open. */
export function foldOpenTask(row: OpenTask | null, fact: RecordedFact): OpenTask | null {
  const isOpen = isOpenAfter(fact);
  if (isOpen === undefined || !('taskId' in fact.data)) return row;
  return isOpen ? (row ?? { task_id: fact.data.taskId }) : null;
}

/** Whether a task is open after a fact; undefined for facts that say nothing of it. */
function isOpenAfter(fact: RecordedFact): boolean | undefined {
  switch (fact.type) {
    case 'podium.task.v1.TaskCreated':
      return true;
    case 'podium.task.v1.TaskMoved':
    case 'podium.task.v1.TaskExecutionStarted':
    case 'podium.task.v1.TaskExecutionCompleted':
    case 'podium.task.v1.TaskExecutionFailed':
    case 'podium.task.v1.TaskExecutionStopped':
      return fact.data.to !== TaskStatus.DONE;
    case 'podium.task.v1.TaskUnarchived':
    case 'podium.task.v1.TaskRestored':
      return fact.data.card?.status !== TaskStatus.DONE && fact.data.card?.archivedAt === undefined;
    case 'podium.task.v1.TaskArchived':
    case 'podium.task.v1.TaskDeleted':
      return false;
    default:
      return undefined;
  }
}
