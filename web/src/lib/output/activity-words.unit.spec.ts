import { describe, expect, it } from '@jest/globals';
import type { ActivityItem } from '@podium/board';
import { headOf } from './activity-words.ts';

function changed(files: string[], more: Partial<ActivityItem> = {}): string {
  return headOf({ id: 'f', number: 1, last_number: 1, time: '', kind: 'files', text: '', files, ...more });
}

describe('what a step changed, in words', () => {
  it('is the agent’s where nobody else was there', () => {
    expect(changed(['a.txt'])).toBe('Changed a.txt');
    expect(changed(['a.txt', 'b.txt'])).toBe('Changed 2 files\na.txt\nb.txt');
  });

  it('is the agent’s for sure only where its own tools wrote it, while others were there', () => {
    expect(changed(['a.txt'], { own_files: ['a.txt'], others: ['Other'] })).toBe('Changed a.txt');
    expect(changed(['a.txt'], { others: ['Other'] })).toBe('a.txt changed meanwhile, perhaps by “Other”');
    expect(changed(['a.txt'], { others: null })).toBe('a.txt changed meanwhile, perhaps by others');
    expect(changed(['a.txt', 'b.txt', 'c.txt'], { own_files: ['b.txt'], others: ['One', 'Two'] })).toBe(
      'Changed b.txt; 2 files changed meanwhile, perhaps by “One” and “Two”\na.txt\nb.txt\nc.txt',
    );
  });
});
