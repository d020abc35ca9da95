import { describe, expect, it } from '@jest/globals';
import { aFact } from '../../test/builders.ts';
import { FactBuffer } from './fact-buffer.ts';

const fact = (position: number) => aFact(position, 'podium.task.v1.TaskDeleted', 't', {});
const positions = (facts: readonly { position: number }[] | null) => facts?.map(({ position }) => position);

describe('FactBuffer', () => {
  it('gives what comes after a snapshot', () => {
    const buffer = new FactBuffer(5);
    for (const position of [6, 9, 12]) buffer.push(fact(position));
    expect(positions(buffer.after(6))).toEqual([9, 12]);
    expect(positions(buffer.after(5))).toEqual([6, 9, 12]);
  });

  it('refuses repeated and older facts', () => {
    const buffer = new FactBuffer(5);
    expect([buffer.push(fact(6)), buffer.push(fact(6)), buffer.push(fact(4)), buffer.push(fact(7))]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it('admits that it does not reach back far enough', () => {
    expect(new FactBuffer(5).after(4)).toBeNull();
    const small = new FactBuffer(0, 4);
    for (const position of [1, 2, 3, 4, 5]) small.push(fact(position));
    expect(small.after(2)).toBeNull();
    expect(positions(small.after(3))).toEqual([4, 5]);
  });
});
