import { describe, expect, it } from '@jest/globals';
import { countText } from './amounts.ts';

describe('an amount of things', () => {
  it.each([
    [0, '0 files'],
    [1, '1 file'],
    [2, '2 files'],
  ])('%i is read as "%s"', (count, words) => {
    expect(countText(count, 'file')).toBe(words);
  });
});
