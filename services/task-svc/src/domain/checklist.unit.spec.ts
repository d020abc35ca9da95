import { describe, expect, it } from '@jest/globals';
import { fact, isRejected } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { TaskPriority, type ChecklistItem } from '@podium/proto';
import type { EditChecklistItem } from './commands.ts';
import { taskDecider } from './task-decider.ts';
import { initialTask, type TaskState } from './task.ts';

const taskId = 't1';
const one = { itemId: 'i1', text: 'One', done: false };
const two = { itemId: 'i2', text: 'Two', done: false };
const three = { itemId: 'i3', text: 'Three', done: false };
const tick = step('i1', { done: true });

const created = fact('podium.task.v1.TaskCreated', {
  taskId,
  title: 'A',
  description: '',
  priority: TaskPriority.MEDIUM,
  rank: 'a0',
  properties: { checklist: { items: [one, two] } },
});

function step(itemId: string, change: Partial<EditChecklistItem>): EditChecklistItem {
  return { kind: 'edit-checklist-item', taskId, itemId, ...change };
}

function edited(...items: ChecklistItem[]) {
  return fact('podium.task.v1.TaskEdited', { taskId, properties: { checklist: { items } } });
}

describe('a step of a checklist', () => {
  it('changes alone', () =>
    given(taskDecider, [created])
      .when(tick)
      .then(edited({ ...one, done: true }, two)));

  it('that is as asked, is not there, or has no words', () => {
    given(taskDecider, [created])
      .when({ ...tick, done: false })
      .thenNothing();
    given(taskDecider, [created])
      .when({ ...tick, itemId: 'i9' })
      .thenRejected('checklist_item_not_found');
    given(taskDecider, [created])
      .when({ ...tick, text: '' })
      .thenRejected('invalid');
  });

  it('is added at the end, behind another one, or as the first', () => {
    const add = step('i3', { text: ' Three ', mayAdd: true });
    given(taskDecider, [created])
      .when(add)
      .then(edited(one, two, three));
    given(taskDecider, [created])
      .when({ ...add, afterItemId: 'i1' })
      .then(edited(one, three, two));
    given(taskDecider, [created])
      .when({ ...add, afterItemId: '' })
      .then(edited(three, one, two));
    given(taskDecider, [created])
      .when({ ...add, afterItemId: 'gone' })
      .then(edited(one, two, three));
    given(taskDecider, [created])
      .when({ ...add, text: undefined })
      .thenRejected('invalid');
  });

  it('is added once, however often it is asked for', () =>
    given(taskDecider, [created, edited(one, two, three)])
      .when(step('i3', { text: 'Three', mayAdd: true }))
      .thenNothing());

  it('is the hundredth, not one more', () => {
    const items = Array.from({ length: 100 }, (_, at) => ({ ...one, itemId: `i${at}` }));
    given(taskDecider, [created, edited(...items)])
      .when(step('more', { text: 'x', mayAdd: true }))
      .thenRejected('invalid');
  });

  it('is removed; that it is gone already is fine', () => {
    given(taskDecider, [created])
      .when(step('i1', { remove: true }))
      .then(edited(two));
    given(taskDecider, [created])
      .when(step('i9', { remove: true }))
      .thenNothing();
  });

  it('is moved, and keeps its place where it stands there', () => {
    given(taskDecider, [created])
      .when(step('i2', { afterItemId: '' }))
      .then(edited(two, one));
    given(taskDecider, [created])
      .when(step('i2', { afterItemId: 'i1' }))
      .thenNothing();
    given(taskDecider, [created])
      .when(step('i1', { afterItemId: 'i1' }))
      .then(edited(two, one));
  });

  it('whose words somebody else changed is neither written over nor removed unseen', () => {
    const past = [created, edited({ ...one, text: 'First' }, two)];
    given(taskDecider, past)
      .when(step('i1', { text: 'Mine', seenText: 'One' }))
      .thenRejected('stale_edit');
    given(taskDecider, past)
      .when(step('i1', { remove: true, seenText: 'One' }))
      .thenRejected('stale_edit');
    given(taskDecider, past)
      .when(step('i1', { text: 'Mine', seenText: 'First' }))
      .then(edited({ ...one, text: 'Mine' }, two));
    // Who wrote the same is not in the way.
    given(taskDecider, past)
      .when(step('i1', { text: 'First', seenText: 'One' }))
      .thenNothing();
  });
});

/** As decided one after the other, in the order in which they come. */
function after(...commands: EditChecklistItem[]): readonly ChecklistItem[] {
  const state = commands.reduce<TaskState>(
    (before, command) => {
      const decision = taskDecider.decide(before, command, { now: '', actor: '' });
      if (isRejected(decision)) throw new Error(decision.rejected.detail);
      return decision.reduce((folded, next) => taskDecider.evolve(folded, asRecorded(next)), before);
    },
    taskDecider.evolve(initialTask, asRecorded(created)),
  );
  if (state.kind !== 'live') throw new Error('There is no task.');
  return state.properties.checklist;
}

function asRecorded(newFact: Parameters<typeof given>[1][number]) {
  return { ...newFact, time: '2026-01-01T00:00:00.000Z', actor: 'user:ann', version: 1 } as never;
}

it('what several people do to a checklist at once all counts, whoever comes first', () => {
  const both = [step('i1', { text: 'First', seenText: 'One' }), step('i3', { text: 'Three', mayAdd: true })] as const;
  for (const commands of [both, [...both].reverse()]) {
    expect(after(...commands)).toEqual([{ ...one, text: 'First' }, two, three]);
  }
  const more = [step('i2', { remove: true }), step('i3', { text: 'Three', mayAdd: true }), tick];
  for (const commands of [more, [...more].reverse()]) {
    expect(after(...commands)).toEqual([{ ...one, done: true }, three]);
  }
});
