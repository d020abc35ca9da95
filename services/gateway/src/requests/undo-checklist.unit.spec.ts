import { expect, it } from '@jest/globals';
import type { ChecklistItemView, TaskView } from '@podium/board';
import { undoOfAddedItem, undoOfItem, undoOfRemovedItem } from './undo-checklist.ts';

const one = { id: 'i1', text: 'One', done: false };
const two = { id: 'i2', text: 'Two', done: true };
const path = '/api/projects/p1/tasks/t1/checklist/i2';

function task(...checklist: ChecklistItemView[]): TaskView {
  return { project_id: 'p1', id: 't1', checklist } as unknown as TaskView;
}

it('a step is set back to its words, its tick and its place, each only where it changed', () => {
  expect(undoOfItem('i2', task(one, two), task(one, { ...two, text: 'B' }))).toEqual({
    method: 'PATCH',
    path,
    body: { text: 'Two', seen_text: 'B' },
  });
  expect(undoOfItem('i2', task(one, two), task({ ...two, done: false }, one))).toEqual({
    method: 'PATCH',
    path,
    body: { done: true, after_id: 'i1' },
  });
  expect(undoOfItem('i2', task(one, two), task(one, two))).toBeNull();
});

it('a step that was added is removed, one that was removed comes back where it was', () => {
  expect(undoOfAddedItem('i2', task(one), task(one, { ...two, text: 'a & b' }))).toEqual({
    method: 'DELETE',
    path: `${path}?seen_text=a+%26+b`,
  });
  expect(undoOfRemovedItem('i2', task(two, one), task(one))).toEqual({
    method: 'PUT',
    path,
    body: { text: 'Two', done: true, after_id: null },
  });
  expect(undoOfRemovedItem('i2', task(one), task(one))).toBeNull();
});
