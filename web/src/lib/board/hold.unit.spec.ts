import { describe, expect, it } from '@jest/globals';
import type { TaskStatusName } from '@podium/board';
import fc from 'fast-check';
import { aBoard, aTask } from '../../test/builders.ts';
import { arrange } from './arrange.ts';
import { everything, type BoardQuery } from './board-query.ts';
import { noPlaceWords, stepHold, type Ground, type Hold, type Step } from './hold.ts';
import { showBoard } from './intents.ts';

const board = showBoard(
  aBoard({
    tasks: [
      aTask({ id: 'a', rank: 'a0', title: 'roof' }),
      aTask({ id: 'b', rank: 'a1' }),
      aTask({ id: 'c', rank: 'a2', title: 'roof' }),
      aTask({ id: 'p', rank: 'a0', status: 'PLANNING', title: 'roof' }),
      aTask({ id: 'q', rank: 'a1', status: 'PLANNING' }),
      aTask({ id: 'busy', rank: 'a0', status: 'IN_PROGRESS', active_session_id: 's1' }),
    ],
  }),
  [],
);
const [right, left, up, down] = [
  { columns: 1, rows: 0 },
  { columns: -1, rows: 0 },
  { columns: 0, rows: -1 },
  { columns: 0, rows: 1 },
];

function lifted(taskId: string, taskIds = [taskId]): Hold {
  const from = board.tasks.find(({ id }) => id === taskId)?.status ?? 'TODO';
  return { taskId, taskIds, from, place: null, notice: null };
}

function over(hold: Hold, change: Partial<BoardQuery> = {}): Ground {
  const query = { ...everything, ...change };
  const { lanes } = arrange(board, query, undefined, hold);
  const find = (id: string) => board.tasks.find((task) => task.id === id);
  return { lanes, tasks: board.tasks, find, ordered: query.sort === 'manual' && query.group === 'none' };
}

/** Takes steps one after the other; answers the last one. */
function walk(hold: Hold, steps: readonly Step[], change: Partial<BoardQuery> = {}) {
  return steps.reduce((before, step) => stepHold(before.hold, step, over(before.hold, change)), {
    hold,
    words: null as string | null,
  });
}

function shown(hold: Hold, status: TaskStatusName, change: Partial<BoardQuery> = {}): readonly string[] {
  return over(hold, change).lanes.find((lane) => lane.status === status)?.taskIds ?? [];
}

describe('stepHold', () => {
  it('goes up and down and says the place', () => {
    const { hold, words } = walk(lifted('a'), [down]);
    expect(words).toBe('To do, place 2 of 3.');
    expect(hold.place).toEqual({ status: 'TODO', afterId: 'b' });
    expect(shown(hold, 'TODO')).toEqual(['b', 'a', 'c']);
  });

  it('stops at the ends and says so', () => {
    expect(walk(lifted('a'), [up])).toMatchObject({ words: null, hold: { notice: 'There is no card above it.' } });
    const end = walk(lifted('a'), [{ columns: 0, rows: Infinity }]);
    expect(shown(end.hold, 'TODO')).toEqual(['b', 'c', 'a']);
    expect(walk(end.hold, [down]).hold.notice).toBe('There is no card below it.');
  });

  it('goes to legal columns, passes over the others and says which', () => {
    const planning = walk(lifted('b'), [right]);
    expect(planning.words).toBe('Planning, place 2 of 3.');
    expect(shown(planning.hold, 'PLANNING')).toEqual(['p', 'b', 'q']);
    expect(shown(planning.hold, 'TODO')).toEqual(['a', 'c']);
    const working = walk(planning.hold, [right]);
    expect(working.words).toBe('In progress, place 2 of 2. It may not go to Plan review.');
    const illegal = walk(working.hold, [right]);
    expect(illegal.words).toBeNull();
    expect(illegal.hold.notice).toBe('From To do a card goes to Planning or In progress.');
    expect(illegal.hold.place).toEqual(working.hold.place);
  });

  it('keeps a card whose agent works in its column', () => {
    const { hold, words } = walk(lifted('busy'), [right]);
    expect(words).toBeNull();
    expect(hold.notice).toMatch(/An agent works on it/);
  });

  it('takes selected cards along, in the order of the board', () => {
    const { hold, words } = walk(lifted('c', ['a', 'c']), [right, up]);
    expect(words).toBe('Planning, place 1 of 4.');
    expect(shown(hold, 'PLANNING')).toEqual(['a', 'c', 'p', 'q']);
    expect(shown(hold, 'TODO')).toEqual(['b']);
  });

  it('shows what is held whatever the filters are, and goes by the cards that show', () => {
    const filter = { text: 'roof', statuses: ['TODO' as const] };
    const { hold, words } = walk(lifted('a'), [down], filter);
    expect(words).toBe('To do, place 2 of 2.');
    expect(hold.place).toEqual({ status: 'TODO', afterId: 'c' });
    const planning = walk(lifted('a'), [right], filter).hold;
    expect(shown(planning, 'PLANNING', filter)).toEqual(['a']);
  });

  it('knows no place where cards are sorted or grouped, but columns', () => {
    const sorted = { sort: 'priority' as const };
    expect(walk(lifted('a'), [down], sorted).hold.notice).toBe(noPlaceWords);
    const { hold, words } = walk(lifted('a'), [right], sorted);
    expect(words).toBe('Planning.');
    expect(hold.place).toEqual({ status: 'PLANNING' });
    expect(shown(hold, 'PLANNING', sorted)).toContain('a');
  });

  it('never loses or doubles a card, and stays where a card may go', () => {
    const step = fc.constantFrom<Step>(right, left, up, down, { columns: 0, rows: -Infinity });
    fc.assert(
      fc.property(fc.constantFrom('a', 'b', 'p', 'busy'), fc.array(step, { maxLength: 12 }), (taskId, steps) => {
        const { hold } = walk(lifted(taskId), steps);
        const { lanes } = over(hold);
        expect(lanes.flatMap(({ taskIds }) => taskIds).toSorted()).toEqual(board.tasks.map(({ id }) => id).toSorted());
        expect(lanes.reduce((sum, { totalCount }) => sum + totalCount, 0)).toBe(board.tasks.length);
      }),
    );
  });
});
