import { describe, expect, it } from '@jest/globals';
import { countedTitle } from './page-title.ts';

describe('countedTitle', () => {
  it('counts in front of the title, once', () => {
    expect(countedTitle('Board · Podium', 3)).toBe('(3) Board · Podium');
    expect(countedTitle('(3) Board · Podium', 4)).toBe('(4) Board · Podium');
    expect(countedTitle('(99+) Board', 120)).toBe('(99+) Board');
  });

  it('leaves the title alone where nothing waits', () => {
    expect(countedTitle('(3) Board · Podium', 0)).toBe('Board · Podium');
    expect(countedTitle('(new) Board', 0)).toBe('(new) Board');
  });
});
