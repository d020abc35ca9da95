import { fact, reject, type Decider, type NewFact, type Rejected } from '@podium/event-sourcing';
import { TaskPriority, TaskStatus } from '@podium/proto';
import { archiveTask, deleteTask, restoreTask, unarchiveTask } from './archive.ts';
import { addAttachment, removeAttachment } from './attachments.ts';
import { editChecklistItem } from './checklist.ts';
import type { AutoStartTask, CreateTask, MoveTask, TaskCommand } from './commands.ts';
import { addComment, deleteComment, editComment, restoreComment } from './comments.ts';
import { editTask } from './edit-task.ts';
import { endExecution, executeTask } from './execution.ts';
import { normalised, propertiesProblem } from './properties.ts';
import { taskArchived, taskNotFound } from './refusals.ts';
import { descriptionProblem, rankProblem, titleProblem } from './rules.ts';
import { evolveTask, initialTask, type TaskState } from './task.ts';
import { mayMove } from './transitions.ts';

type Decision = readonly NewFact[] | Rejected;

export const taskDecider: Decider<TaskState, TaskCommand> = {
  initialState: initialTask,
  evolve: evolveTask,
  decide(state, command, { actor }) {
    switch (command.kind) {
      case 'create':
        return createTask(state, command);
      case 'edit':
        return editTask(state, command);
      case 'edit-checklist-item':
        return editChecklistItem(state, command);
      case 'move':
        return moveTask(state, command);
      case 'delete':
        return deleteTask(state, command);
      case 'restore':
        return restoreTask(state, command);
      case 'archive':
        return archiveTask(state, command);
      case 'unarchive':
        return unarchiveTask(state, command);
      case 'add-comment':
        return addComment(state, command);
      case 'edit-comment':
        return editComment(state, command, actor);
      case 'delete-comment':
        return deleteComment(state, command, actor);
      case 'restore-comment':
        return restoreComment(state, command, actor);
      case 'add-attachment':
        return addAttachment(state, command);
      case 'remove-attachment':
        return removeAttachment(state, command);
      case 'auto-start':
        return autoStartTask(state, command);
      case 'execute':
        return isArchived(state) ? taskArchived() : executeTask(state, command);
      case 'end-execution':
        return endExecution(state, command);
    }
  },
};

/** A task is created once, in TODO. */
export function createTask(state: TaskState, command: CreateTask): Decision {
  if (state.kind !== 'none') return reject('task_exists', 'A task with this id exists already.');
  const properties = normalised(command.properties);
  const problem =
    titleProblem(command.title) ??
    descriptionProblem(command.description) ??
    rankProblem(command.rank) ??
    propertiesProblem(properties);
  if (problem) return reject('invalid', problem);
  const { attachments, copyOfTaskId, templateId } = command;
  return [
    fact('podium.task.v1.TaskCreated', {
      taskId: command.taskId,
      title: command.title.trim(),
      description: command.description,
      priority: command.priority === TaskPriority.UNSPECIFIED ? TaskPriority.MEDIUM : command.priority,
      rank: command.rank,
      ...(Object.keys(properties).length > 0 ? { properties } : {}),
      ...(attachments && attachments.items.length > 0 ? { attachments: { items: [...attachments.items] } } : {}),
      ...(copyOfTaskId === undefined ? {} : { copyOfTaskId }),
      ...(templateId === undefined ? {} : { templateId }),
    }),
  ];
}

/**
 * A person moves the card; a card that an agent works on keeps its column until the session ends. A move by hand can
 * always be taken back.
 */
export function moveTask(state: TaskState, command: MoveTask): Decision {
  if (state.kind !== 'live') return taskNotFound();
  const problem = rankProblem(command.rank);
  if (problem) return reject('invalid', problem);
  if (command.onlyWithin && command.to !== state.status) return [];
  if (isArchived(state)) return taskArchived();
  if (command.to !== state.status && state.activeSessionId) {
    return reject('session_active', 'An agent works on this task. Stop it before you move the card.');
  }
  if (!mayMove(state.status, command.to) && command.to !== state.cameFrom) {
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

/** Executes a task whose dependencies are done, unless somebody has other plans with it by now. */
function autoStartTask(state: TaskState, { taskId, sessionId }: AutoStartTask): Decision {
  const isWaiting =
    state.kind === 'live' &&
    state.properties.autoStart &&
    state.archivedAt === null &&
    state.activeSessionId === null &&
    state.status === TaskStatus.TODO;
  return isWaiting ? executeTask(state, { kind: 'execute', taskId, sessionId }) : [];
}

function isArchived(state: TaskState): boolean {
  return state.kind === 'live' && state.archivedAt !== null;
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
