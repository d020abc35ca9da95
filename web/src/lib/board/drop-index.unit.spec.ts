import { describe, expect, it } from '@jest/globals';
import { dropIndex } from './drop-index.ts';

describe('dropIndex', () => {
  it('lands before or after the card below the pointer', () => {
    expect(dropIndex(['a', 'b', 'c'], 'x', { id: 'b', edge: 'top' })).toBe(1);
    expect(dropIndex(['a', 'b', 'c'], 'x', { id: 'b', edge: 'bottom' })).toBe(2);
  });

  it('counts its own column without the moved card', () => {
    expect(dropIndex(['a', 'b', 'c'], 'a', { id: 'c', edge: 'bottom' })).toBe(2);
    expect(dropIndex(['a', 'b', 'c'], 'c', { id: 'a', edge: 'top' })).toBe(0);
  });

  it('lands at the end of a column', () => {
    expect(dropIndex(['a', 'b'], 'x', null)).toBe(2);
    expect(dropIndex([], 'x', null)).toBe(0);
    expect(dropIndex(['a', 'x'], 'x', null)).toBe(1);
  });
});
