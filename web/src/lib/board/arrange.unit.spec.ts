import { describe, expect, it } from '@jest/globals';
import { inboxOf, taskPriorityNames, taskStatusNames } from '@podium/board';
import fc from 'fast-check';
import { aBoard, aSession, aTask } from '../../test/builders.ts';
import { arrange } from './arrange.ts';
import { everything, groupings, sortings, type BoardQuery } from './board-query.ts';
import { showBoard } from './intents.ts';

const gate = { kind: 'question' as const, id: 'g1', asked_at: '2026-01-01T00:00:00.000Z', questions: [] };
const board = showBoard(
  aBoard({
    tasks: [
      aTask({ id: 'a', rank: 'a1', title: 'Mend the roof', priority: 'LOW', labels: ['house'] }),
      aTask({ id: 'b', rank: 'a2', title: 'Paint the door', priority: 'URGENT', assignee: 'user:ada' }),
      aTask({ id: 'c', rank: 'a3', title: 'Mow', description: 'Under the roof, too', due_on: '2026-01-02' }),
      aTask({ id: 'd', rank: 'a4', status: 'IN_PROGRESS', active_session_id: 's1' }),
      aTask({ id: 'e', rank: 'a5', status: 'HUMAN_REVIEW' }),
      aTask({ id: 'f', rank: 'a6', failure: { code: 'x', message: 'No', retryable: false } }),
    ],
    sessions: [aSession({ id: 's1', task_id: 'd', status: 'waiting', gates: [gate] })],
  }),
  [],
);

function shown(change: Partial<BoardQuery>): string[] {
  return arrange(board, { ...everything, ...change }).lanes.flatMap(({ taskIds }) => taskIds);
}

describe('arrange', () => {
  it('finds every word, in titles, descriptions and labels', () => {
    expect(shown({ text: 'ROOF' })).toEqual(['a', 'c']);
    expect(shown({ text: 'roof mend' })).toEqual(['a']);
    expect(shown({ text: 'house' })).toEqual(['a']);
  });

  it('filters by what cards have', () => {
    expect(shown({ priorities: ['URGENT', 'LOW'] })).toEqual(['a', 'b']);
    expect(shown({ assignees: ['user:ada'] })).toEqual(['b']);
    expect(shown({ assignees: ['none'], statuses: ['HUMAN_REVIEW'] })).toEqual(['e']);
    expect(shown({ hasFailure: true })).toEqual(['f']);
  });

  it('calls waiting what the inbox has', () => {
    expect(shown({ waitsForMe: true }).toSorted()).toEqual(['d', 'e', 'f']);
    expect(inboxOf(board).map((item) => item.task_id)).toEqual(expect.arrayContaining(['d', 'e', 'f']));
  });

  it('leaves out of what waits what is assigned to others', () => {
    const given = showBoard(aBoard({ tasks: [aTask({ id: 'e', status: 'AI_REVIEW', assignee: 'user:ada' })] }), []);
    const matches = (me?: string) => arrange(given, { ...everything, waitsForMe: true }, me).matchCount;
    expect([matches('user:ada'), matches('user:kim'), matches()]).toEqual([1, 0, 1]);
  });

  it('sorts, and keeps the order of the column among equals', () => {
    expect(shown({ sort: 'priority', statuses: ['TODO'] })).toEqual(['b', 'c', 'f', 'a']);
    expect(shown({ sort: 'due', statuses: ['TODO'] })).toEqual(['c', 'a', 'b', 'f']);
  });

  it('sorts the other way around; what has no due date stays last', () => {
    expect(shown({ sort: 'priority', reversed: true, statuses: ['TODO'] })).toEqual(['a', 'c', 'f', 'b']);
    const due = ['2026-01-02', null, '2026-01-03'].map((day, index) => aTask({ id: `${index}`, due_on: day }));
    const days = (reversed: boolean) =>
      arrange(showBoard(aBoard({ tasks: due }), []), { ...everything, sort: 'due', reversed }).lanes[0]?.taskIds;
    expect([days(false), days(true)]).toEqual([
      ['0', '2', '1'],
      ['2', '0', '1'],
    ]);
  });

  it('sorts titles as people do', () => {
    const titles = ['Step 10', 'écrire', 'Step 9', 'zero', 'Apple'];
    const tasks = titles.map((title) => aTask({ id: title, title }));
    const { lanes } = arrange(showBoard(aBoard({ tasks }), []), { ...everything, sort: 'title' });
    expect(lanes[0]?.taskIds).toEqual(['Apple', 'écrire', 'Step 9', 'Step 10', 'zero']);
  });

  it('finds words however their signs are put together', () => {
    const tasks = [aTask({ id: 'a', title: 'Cafe\u0301 ＡＢＣ' }), aTask({ id: 'b', labels: ['変更, "q" & co'] })];
    const found = (text: string) =>
      arrange(showBoard(aBoard({ tasks }), []), { ...everything, text }).lanes.flatMap(({ taskIds }) => taskIds);
    expect([found('café abc'), found('"q" &'), found('変更')]).toEqual([['a'], ['b'], ['b']]);
  });

  it('says what its headings are of: a label can be called like anything else', () => {
    const tasks = ['constructor', 'Done', 'URGENT', 'team:web'].map((label) => aTask({ id: label, labels: [label] }));
    const { lanes } = arrange(showBoard(aBoard({ tasks }), []), { ...everything, group: 'label' });
    const headings = lanes[0]?.rows.flatMap((row) => (row.kind === 'heading' ? `${row.by} ${row.label}` : []));
    expect(headings).toEqual(['label Done', 'label URGENT', 'label constructor', 'label team:web']);
  });

  it('groups below headings, the urgent first and what belongs nowhere last', () => {
    const todo = arrange(board, { ...everything, group: 'priority' }).lanes[0];
    expect(todo?.rows.map((row) => (row.kind === 'heading' ? `${row.label} ${row.count}` : row.task.id))).toEqual([
      'URGENT 1',
      'b',
      'MEDIUM 2',
      'c',
      'f',
      'LOW 1',
      'a',
    ]);
    const labels = arrange(board, { ...everything, group: 'label' }).lanes[0];
    expect(labels?.rows.flatMap((row) => (row.kind === 'heading' ? row.label : []))).toEqual(['house', '']);
  });

  it('shows every card exactly once, in its own column, however it is looked at', () => {
    const task = fc.record({
      id: fc.uuid(),
      rank: fc.string({ minLength: 1, maxLength: 4 }),
      status: fc.constantFrom(...taskStatusNames),
      priority: fc.constantFrom(...taskPriorityNames),
      labels: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
      assignee: fc.constantFrom(null, 'user:a', 'user:b'),
      due_on: fc.constantFrom(null, '2026-01-01', '2026-01-02'),
    });
    const tasks = fc.uniqueArray(task, { selector: ({ id }) => id, maxLength: 20 });
    fc.assert(
      fc.property(tasks, fc.constantFrom(...groupings), fc.constantFrom(...sortings), (some, group, sort) => {
        const whole = showBoard(aBoard({ tasks: some.map((fields) => aTask(fields)) }), []);
        const { lanes, matchCount, totalCount } = arrange(whole, { ...everything, group, sort });
        expect([matchCount, totalCount]).toEqual([some.length, some.length]);
        for (const { status, taskIds, rows } of lanes) {
          const own = some.filter((fields) => fields.status === status).map(({ id }) => id);
          expect(taskIds.toSorted()).toEqual(own.toSorted());
          const counted = rows.reduce((sum, row) => sum + (row.kind === 'heading' ? row.count : 0), 0);
          expect(counted).toBe(group === 'none' ? 0 : own.length);
        }
      }),
    );
  });
});
