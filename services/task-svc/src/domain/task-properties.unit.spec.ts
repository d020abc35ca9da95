import { describe, expect, it } from '@jest/globals';
import { fact, isRejected } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { TaskPriority, type TaskProperties } from '@podium/proto';
import type { EditTask } from './commands.ts';
import { dateProblem } from './properties.ts';
import { taskDecider } from './task-decider.ts';
import { initialTask } from './task.ts';

const taskId = 't1';
const item = { itemId: 'i1', text: 'One', done: false };

const created = fact('podium.task.v1.TaskCreated', {
  taskId,
  title: 'A',
  description: '',
  priority: TaskPriority.MEDIUM,
  rank: 'a0',
  properties: { labels: { names: ['bug'] }, checklist: { items: [item, { ...item, itemId: 'i2' }] } },
});

function edit(properties: TaskProperties, seenVersion = 0): EditTask {
  return { kind: 'edit', taskId, properties, seenVersion };
}

function edited(properties: TaskProperties) {
  return fact('podium.task.v1.TaskEdited', { taskId, properties });
}

describe('properties of a task', () => {
  it('are changed one by one; only what differs is said', () => {
    given(taskDecider, [created])
      .when(edit({ labels: { names: ['bug'] }, dueOn: '2026-12-24', assignee: '' }))
      .then(edited({ dueOn: '2026-12-24' }));
    given(taskDecider, [created, edited({ dueOn: '2026-12-24' })])
      .when(edit({ dueOn: '' }))
      .then(edited({ dueOn: '' }));
    given(taskDecider, [created])
      .when(edit({ labels: { names: ['bug'] } }))
      .thenNothing();
  });

  it('have labels without doubles and needless spaces; the first spelling counts', () =>
    given(taskDecider, [created])
      .when(edit({ labels: { names: [' Front  end ', 'front end', 'Bug'] } }))
      .then(edited({ labels: { names: ['Front end', 'Bug'] } })));

  it.each<[string, TaskProperties]>([
    ['21 labels', { labels: { names: Array.from({ length: 21 }, (_, index) => `l${index}`) } }],
    ['an empty label', { labels: { names: [' '] } }],
    ['a label of 51 characters', { labels: { names: ['x'.repeat(51)] } }],
    ['somebody who is no person', { assignee: 'service:task-svc' }],
    ['a day that is none', { dueOn: '2027-02-29' }],
    ['101 steps', { checklist: { items: Array.from({ length: 101 }, (_, n) => ({ ...item, itemId: `i${n}` })) } }],
    ['a step without words', { checklist: { items: [{ ...item, text: ' ' }] } }],
    ['two steps of one id', { checklist: { items: [item, item] } }],
  ])('refuse %s', (_, properties) => given(taskDecider, [created]).when(edit(properties)).thenRejected('invalid'));

  it('are in conflict only with themselves', () => {
    const past = [created, edited({ labels: { names: ['other'] } })];
    given(taskDecider, past)
      .when(edit({ labels: { names: ['mine'] } }, 1))
      .thenRejected('stale_edit');
    given(taskDecider, past)
      .when(edit({ dueOn: '2026-12-24' }, 1))
      .then(edited({ dueOn: '2026-12-24' }));
    given(taskDecider, past)
      .when(edit({ labels: { names: ['mine'] } }, 2))
      .then(edited({ labels: { names: ['mine'] } }));
    // Who wanted the same is not in the way.
    given(taskDecider, past)
      .when(edit({ labels: { names: ['other'] } }, 1))
      .thenNothing();
  });

  it('are in conflict where they are not what somebody takes them to be', () => {
    const back = {
      ...edit({ labels: { names: ['bug'] } }),
      expected: { properties: { labels: { names: ['other'] } } },
    };
    const past = [created, edited({ labels: { names: ['other'] } })];
    given(taskDecider, past)
      .when(back)
      .then(edited({ labels: { names: ['bug'] } }));
    // However often it went to and fro meanwhile.
    given(taskDecider, [...past, edited({ labels: { names: ['x'] } }), edited({ labels: { names: ['other'] } })])
      .when(back)
      .then(edited({ labels: { names: ['bug'] } }));
    given(taskDecider, [...past, edited({ labels: { names: ['x'] } })])
      .when(back)
      .thenRejected('stale_edit');
    given(taskDecider, [...past, edited({ dueOn: '2026-12-24' })])
      .when({ ...back, expected: { title: 'B' } })
      .thenRejected('stale_edit');
  });

  it('name what the conflict is about', () => {
    const versioned = [created, edited({ labels: { names: ['other'] }, dueOn: '2026-12-24' })].map(
      (each, index) => ({ ...each, version: index + 1, time: '', actor: '' }) as never,
    );
    const state = versioned.reduce(taskDecider.evolve, initialTask);
    const command = edit({ labels: { names: ['mine'] }, dueOn: '' }, 1);
    const decision = taskDecider.decide(state, command, { now: '', actor: '' });
    expect(isRejected(decision) && decision.rejected.detail).toContain('the labels and due date');
  });
});

describe('a due date', () => {
  it('is a day that the calendar has', () => {
    expect(['2026-01-31', '2024-02-29', '2000-02-29', '2026-12-31', '2026-04-30'].map(dateProblem)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
    for (const date of ['2026-04-31', '2100-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '0000-01-01', 'x']) {
      expect(dateProblem(date)).toBeDefined();
    }
  });
});
