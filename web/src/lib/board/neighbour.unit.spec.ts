import { describe, expect, it } from '@jest/globals';
import { neighbour } from './neighbour.ts';

const columns = [['a', 'b', 'c'], [], ['d'], ['e', 'f']];
const [right, left, down, up] = [
  { columns: 1, rows: 0 },
  { columns: -1, rows: 0 },
  { columns: 0, rows: 1 },
  { columns: 0, rows: -1 },
];

describe('neighbour', () => {
  it.each([
    [null, down, 'a'],
    ['gone', down, 'a'],
    ['a', down, 'b'],
    ['a', up, null],
    ['c', down, null],
    ['c', right, 'd'],
    ['d', left, 'a'],
    ['d', right, 'e'],
    ['f', left, 'd'],
    ['e', right, null],
  ])('from %s', (from, step, to) => expect(neighbour(columns, from, step)).toBe(to));

  it('has nowhere to go on an empty board', () => expect(neighbour([[], []], null, down)).toBeNull());
});
