import { describe, expect, it } from '@jest/globals';
import { bestMatches } from './best-matches.ts';

const paths = ['README.md', 'src/app.ts', 'src/app/page.tsx', 'docs/map.md', 'src/happy.ts'];

describe('paths that a query means', () => {
  it('are all of them, in their order, where it says nothing', () =>
    expect(bestMatches(paths, ' ', 2)).toEqual(['README.md', 'src/app.ts']));

  it('come with the nearest names first', () =>
    expect(bestMatches(paths, 'app', 9)).toEqual(['src/app.ts', 'src/happy.ts', 'src/app/page.tsx']));

  it('may have its letters apart, but in order', () => {
    expect(bestMatches(paths, 'srpg', 9)).toEqual(['src/app/page.tsx']);
    expect(bestMatches(paths, 'pam', 9)).toEqual([]);
  });

  it('are found whatever the case', () => expect(bestMatches(paths, 'readme', 9)).toEqual(['README.md']));
});
