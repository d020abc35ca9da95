import { fact, reject, type Decider, type NewFact, type Rejected } from '@podium/event-sourcing';
import { TaskPriority, TaskStatus } from '@podium/proto';
import type { CreateTask, DeleteTask, EditTask, MoveTask, TaskCommand } from './commands.ts';
import { endExecution, executeTask } from './execution.ts';
import { descriptionProblem, rankProblem, titleProblem } from './rules.ts';
import { evolveTask, initialTask, type TaskState } from './task.ts';
import { mayMove } from './transitions.ts';

type Decision = readonly NewFact[] | Rejected;

export const taskDecider: Decider<TaskState, TaskCommand> = {
  initialState: initialTask,
  evolve: evolveTask,
  decide(state, command) {
    switch (command.kind) {
      case 'create':
        return createTask(state, command);
      case 'edit':
        return editTask(state, command);
      case 'move':
        return moveTask(state, command);
      case 'delete':
        return deleteTask(state, command);
      case 'execute':
        return executeTask(state, command);
      case 'end-execution':
        return endExecution(state, command);
    }
  },
};

/** A task is created once, in TODO. */
export function createTask(state: TaskState, command: CreateTask): Decision {
  if (state.kind !== 'none') return reject('task_exists', 'A task with this id exists already.');
  const problem = titleProblem(command.title) ?? descriptionProblem(command.description) ?? rankProblem(command.rank);
  if (problem) return reject('invalid', problem);
  return [
    fact('podium.task.v1.TaskCreated', {
      taskId: command.taskId,
      title: command.title.trim(),
      description: command.description,
      priority: command.priority === TaskPriority.UNSPECIFIED ? TaskPriority.MEDIUM : command.priority,
      rank: command.rank,
    }),
  ];
}

/** Only what differs becomes a fact. A text that someone else changed since the person saw it is a conflict. */
export function editTask(state: TaskState, command: EditTask): Decision {
  if (state.kind !== 'live') return taskNotFound();
  const problem =
    (command.title === undefined ? undefined : titleProblem(command.title)) ??
    descriptionProblem(command.description ?? '');
  if (problem) return reject('invalid', problem);

  const title = changed(command.title?.trim(), state.title);
  const description = changed(command.description, state.description);
  const priority = changed(command.priority, state.priority);
  if (title === undefined && description === undefined && priority === undefined) return [];
  if (command.seenVersion > 0 && state.editedAtVersion > command.seenVersion) {
    return reject('stale_edit', 'Someone else changed this task since you opened it. Look at the newer text first.');
  }
  return [
    fact('podium.task.v1.TaskEdited', {
      taskId: command.taskId,
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      ...(priority === undefined ? {} : { priority }),
    }),
  ];
}

/** A person moves the card; a card that an agent works on keeps its column until the session ends. */
export function moveTask(state: TaskState, command: MoveTask): Decision {
  if (state.kind !== 'live') return taskNotFound();
  const problem = rankProblem(command.rank);
  if (problem) return reject('invalid', problem);
  if (command.to !== state.status && state.activeSessionId) {
    return reject('session_active', 'An agent works on this task. Stop it before you move the card.');
  }
  if (!mayMove(state.status, command.to)) {
    return reject(
      'illegal_transition',
      `A card can't be moved from ${columnNames[state.status]} to ${columnNames[command.to]}.`,
    );
  }
  if (command.to === state.status && command.rank === state.rank) return [];
  return [
    fact('podium.task.v1.TaskMoved', {
      taskId: command.taskId,
      from: state.status,
      to: command.to,
      rank: command.rank,
    }),
  ];
}

/** Deleting a deleted task changes nothing. */
export function deleteTask(state: TaskState, command: DeleteTask): Decision {
  if (state.kind === 'none') return taskNotFound();
  if (state.kind === 'deleted') return [];
  if (state.activeSessionId && !command.evenIfActive) {
    return reject('session_active', 'An agent works on this task. Stop it before you delete the task.');
  }
  return [fact('podium.task.v1.TaskDeleted', { taskId: command.taskId })];
}

function changed<T>(asked: T | undefined, current: T): T | undefined {
  return asked === current ? undefined : asked;
}

/** Columns as the board names them. */
const columnNames: Record<TaskStatus, string> = {
  [TaskStatus.UNSPECIFIED]: 'nowhere',
  [TaskStatus.TODO]: 'To do',
  [TaskStatus.PLANNING]: 'Planning',
  [TaskStatus.PLANNING_REVIEW]: 'Plan review',
  [TaskStatus.IN_PROGRESS]: 'In progress',
  [TaskStatus.AI_REVIEW]: 'AI review',
  [TaskStatus.HUMAN_REVIEW]: 'Human review',
  [TaskStatus.DONE]: 'Done',
};

export function taskNotFound(): Rejected {
  return reject('task_not_found', 'There is no such task.');
}
