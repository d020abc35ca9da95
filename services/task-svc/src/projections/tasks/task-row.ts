import { projectIdOf, type RecordedFact } from '@podium/proto';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A task that has not been deleted: which tasks a project has. */
@Entity({ name: 'tasks' })
export class TaskRow {
  @PrimaryColumn('text')
  task_id!: string;

  @Column('text')
  project_id!: string;
}

/** The task that a fact is about, where it changes which tasks there are. */
export function taskKeyOf(fact: RecordedFact): string | null {
  switch (fact.type) {
    case 'podium.task.v1.TaskCreated':
    case 'podium.task.v1.TaskRestored':
    case 'podium.task.v1.TaskDeleted':
      return fact.data.taskId;
    default:
      return null;
  }
}

/** Folds one fact into a task's row; null once the task is deleted. */
export function foldTaskRow(row: TaskRow | null, fact: RecordedFact): TaskRow | null {
  switch (fact.type) {
    case 'podium.task.v1.TaskCreated':
    case 'podium.task.v1.TaskRestored':
      return { task_id: fact.data.taskId, project_id: projectIdOf(fact) };
    case 'podium.task.v1.TaskDeleted':
      return null;
    default:
      return row;
  }
}
