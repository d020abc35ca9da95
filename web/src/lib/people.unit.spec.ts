import { describe, expect, it } from '@jest/globals';
import { initialsOf } from './people.ts';

describe('initialsOf', () => {
  it('takes the first and the last word, or the beginning of the only one', () => {
    expect(['Ada Lovelace', 'ada', 'Grace B. Hopper', 'a', ''].map(initialsOf)).toEqual(['AL', 'ad', 'GH', 'a', '']);
  });
});
