import { describe, expect, it } from '@jest/globals';
import { foldTask, type TaskView } from '@podium/board';
import { TaskPriority, TaskStatus, type FactType, type MessageTypes, type RecordedFact } from '@podium/proto';
import { foldOpenTask, openTaskKeyOf, type OpenTask } from './open-task.ts';

const ids = { taskId: 't1' };
const time = '2026-01-01T00:00:00.000Z';
const card = {
  title: 'A task',
  description: '',
  priority: TaskPriority.MEDIUM,
  status: TaskStatus.TODO,
  rank: 'a0',
  dependsOnTaskIds: [],
  commentCount: 0,
  properties: undefined,
  attachments: undefined,
  statusSince: time,
  createdAt: time,
  createdBy: 'user:ann',
};

function fact<T extends FactType>(type: T, data: MessageTypes[T]): [FactType, object] {
  return [type, data];
}

const created = fact('podium.task.v1.TaskCreated', { ...ids, ...card });
const archived = fact('podium.task.v1.TaskArchived', ids);
const deleted = fact('podium.task.v1.TaskDeleted', ids);
const moved = (to: TaskStatus) =>
  fact('podium.task.v1.TaskMoved', { ...ids, from: TaskStatus.HUMAN_REVIEW, to, rank: 'a0' });
const restored = (more: object = {}) => fact('podium.task.v1.TaskRestored', { ...ids, card: { ...card, ...more } });
const unarchived = (more: object = {}) => fact('podium.task.v1.TaskUnarchived', { ...ids, card: { ...card, ...more } });

/** Whether others wait for the task: as the scheduler has it, and as the board shows it. */
function isWaitedFor(...history: [FactType, object][]): { scheduler: boolean; board: boolean } {
  let row: OpenTask | null = null;
  let task: TaskView | null = null;
  for (const [index, [type, data]] of history.entries()) {
    const place = { position: index + 1, version: index + 1, time, subject: 'p1/task/t1', actor: 'user:ann' };
    const each = { type, data, ...place } as unknown as RecordedFact;
    if (openTaskKeyOf(each)) row = foldOpenTask(row, each);
    task = foldTask(task, each);
  }
  return { scheduler: row !== null, board: task !== null && task.archived_at === null && task.status !== 'DONE' };
}

describe('a task that others wait for', () => {
  it.each([
    { name: 'is there', history: [created], isOpen: true },
    { name: 'is done', history: [created, moved(TaskStatus.DONE)], isOpen: false },
    { name: 'is not done after all', history: [created, moved(TaskStatus.DONE), moved(TaskStatus.TODO)], isOpen: true },
    { name: 'is put away', history: [created, archived], isOpen: false },
    { name: 'is back on the board', history: [created, archived, unarchived()], isOpen: true },
    {
      name: 'is back on the board, done',
      history: [created, moved(TaskStatus.DONE), archived, unarchived({ status: TaskStatus.DONE })],
      isOpen: false,
    },
    { name: 'is deleted', history: [created, deleted], isOpen: false },
    { name: 'is restored', history: [created, deleted, restored()], isOpen: true },
    {
      name: 'is restored to where it was put away',
      history: [created, archived, deleted, restored({ archivedAt: time })],
      isOpen: false,
    },
  ])('$name: $isOpen', ({ history, isOpen }) => {
    expect(isWaitedFor(...history)).toEqual({ scheduler: isOpen, board: isOpen });
  });
});
