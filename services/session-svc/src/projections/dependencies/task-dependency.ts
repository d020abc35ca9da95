import type { RecordedFact } from '@podium/proto';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** That a task waits for another one. */
@Entity({ name: 'task_dependencies' })
@Index(['task_id'])
export class TaskDependency {
  /** Both ids. */
  @PrimaryColumn('text')
  key!: string;

  @Column('text')
  task_id!: string;

  @Column('text')
  depends_on_task_id!: string;
}

/** The dependency that a fact is about. Ids of tasks have no slash. */
export function dependencyKeyOf(fact: RecordedFact): string | null {
  switch (fact.type) {
    case 'podium.task.v1.TaskDependencyAdded':
    case 'podium.task.v1.TaskDependencyRemoved':
      return `${fact.data.taskId}/${fact.data.dependsOnTaskId}`;
    default:
      return null;
  }
}

/** Folds one fact into a dependency; null where there is none. */
export function foldDependency(row: TaskDependency | null, fact: RecordedFact): TaskDependency | null {
  switch (fact.type) {
    case 'podium.task.v1.TaskDependencyAdded': {
      const { taskId, dependsOnTaskId } = fact.data;
      return { key: `${taskId}/${dependsOnTaskId}`, task_id: taskId, depends_on_task_id: dependsOnTaskId };
    }
    case 'podium.task.v1.TaskDependencyRemoved':
      return null;
    default:
      return row;
  }
}
