import { describe, expect, it } from '@jest/globals';
import { wellFormed } from '../well-formed.ts';

describe('wellFormed', () => {
  it('replaces halves of surrogate pairs, however deep', () => {
    const data = { title: 'a\ud83e', steps: [{ text: '\udd84b', done: true }], none: null, count: 3 };
    expect(wellFormed(data)).toEqual({
      title: 'a\ufffd',
      steps: [{ text: '\ufffdb', done: true }],
      none: null,
      count: 3,
    });
  });

  it('gives back the very same data where there are none', () => {
    const data = { title: '🦄', steps: [{ text: 'ä', done: false }] };
    expect(wellFormed(data)).toBe(data);
  });
});
