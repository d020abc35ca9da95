import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aBoard, aTask } from '../../test/builders.ts';
import { isSamePlace, placeBehind, stepPlace } from './drop-place.ts';
import { showBoard } from './intents.ts';

const column = ['a', 'b', 'c', 'd'];

describe('placeBehind', () => {
  it.each([
    ['before the first', 'c', { id: 'a', edge: 'top' }, null],
    ['before another', 'd', { id: 'b', edge: 'top' }, 'a'],
    ['behind another', 'a', { id: 'c', edge: 'bottom' }, 'c'],
    ['on the column', 'a', null, 'd'],
    ['on a card that is gone', 'a', { id: 'x', edge: 'top' }, 'd'],
    ['on itself', 'c', { id: 'c', edge: 'top' }, 'b'],
  ] as const)('%s', (_, moved, target, afterId) => expect(placeBehind(column, [moved], target)).toBe(afterId));
});

describe('isSamePlace', () => {
  it('knows when nothing moves', () => {
    expect(isSamePlace(column, ['b'], 'a')).toBe(true);
    expect(isSamePlace(column, ['a'], null)).toBe(true);
    expect(isSamePlace(column, ['b', 'c'], 'a')).toBe(true);
    expect(isSamePlace(column, ['b'], 'c')).toBe(false);
    expect(isSamePlace(column, ['x'], 'a')).toBe(false);
  });
});

describe('stepPlace', () => {
  it('goes one card up or down, and nowhere at the ends', () => {
    expect(stepPlace(column, 'b', 1)).toBe('c');
    expect(stepPlace(column, 'c', -1)).toBe('a');
    expect(stepPlace(column, 'b', -1)).toBeNull();
    expect(stepPlace(column, 'a', -1)).toBeUndefined();
    expect(stepPlace(column, 'd', 1)).toBeUndefined();
  });

  it('leads to the place that the board then shows', () => {
    const ids = fc.uniqueArray(fc.uuid(), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(ids, fc.nat(), fc.constantFrom(1, -1), (some, at, by) => {
        const from = at % some.length;
        const id = some[from] ?? '';
        const afterId = stepPlace(some, id, by as 1 | -1);
        if (afterId === undefined) return;
        const board = aBoard({ tasks: some.map((taskId, place) => aTask({ id: taskId, rank: `a${place}` })) });
        const change = { kind: 'move', taskIds: [id], status: 'TODO', place: { afterId } } as const;
        const shown = showBoard(board, [{ id: 1, change, position: null }]).tasks.map((task) => task.id);
        expect(shown.indexOf(id)).toBe(from + by);
      }),
    );
  });
});
