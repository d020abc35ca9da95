import { TaskStatus, type RecordedFact, type TaskPriority } from '@podium/proto';

/** A task as far as decisions about it need to know it. */
export type TaskState = { readonly kind: 'none' } | LiveTask | { readonly kind: 'deleted' };

export interface LiveTask {
  readonly kind: 'live';
  readonly title: string;
  readonly description: string;
  readonly priority: TaskPriority;
  readonly status: TaskStatus;
  readonly rank: string;
  /** The session that holds the task, until it ends. */
  readonly activeSessionId: string | null;
  /** Number of facts so far. */
  readonly version: number;
  /** Version at which title, description or priority were last changed. */
  readonly editedAtVersion: number;
}

export const initialTask: TaskState = { kind: 'none' };

/** Folds one fact into the state; facts of other aggregates leave it as it is. */
export function evolveTask(state: TaskState, fact: RecordedFact): TaskState {
  if (fact.type === 'podium.task.v1.TaskCreated') {
    const { title, description, priority, rank } = fact.data;
    return {
      kind: 'live',
      title,
      description,
      priority,
      rank,
      status: TaskStatus.TODO,
      activeSessionId: null,
      version: fact.version,
      editedAtVersion: fact.version,
    };
  }
  if (state.kind !== 'live') return state;
  const task = { ...state, version: fact.version };
  switch (fact.type) {
    case 'podium.task.v1.TaskEdited':
      return {
        ...task,
        title: fact.data.title ?? task.title,
        description: fact.data.description ?? task.description,
        priority: fact.data.priority ?? task.priority,
        editedAtVersion: fact.version,
      };
    case 'podium.task.v1.TaskMoved':
      return { ...task, status: fact.data.to, rank: fact.data.rank };
    case 'podium.task.v1.TaskExecutionStarted':
      return { ...task, status: fact.data.to, activeSessionId: fact.data.sessionId };
    case 'podium.task.v1.TaskExecutionCompleted':
    case 'podium.task.v1.TaskExecutionFailed':
    case 'podium.task.v1.TaskExecutionStopped':
      return { ...task, status: fact.data.to, activeSessionId: null };
    case 'podium.task.v1.TaskDeleted':
      return { kind: 'deleted' };
    default:
      return state;
  }
}
