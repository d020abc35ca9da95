import { describe, expect, it } from '@jest/globals';
import { dependencyChoices, holdsUp } from './task-links.ts';

const task = (id: string, depends_on: string[] = [], archived_at: string | null = null) => ({
  id,
  title: `Task ${id}`,
  depends_on,
  archived_at,
});

describe('dependencyChoices', () => {
  const a = task('a');
  const tasks = [a, task('b', ['a']), task('c', ['b']), task('d'), task('e', [], 'then')];

  it('offers what fits, but nothing that would make a circle', () => {
    expect(dependencyChoices(a, tasks, 'TASK').map(({ id }) => id)).toEqual(['d']);
    expect(dependencyChoices(tasks[2]!, tasks, 'task').map(({ id }) => id)).toEqual(['a', 'd']);
    expect(dependencyChoices(a, tasks, ' ')).toEqual([]);
  });

  it('knows what a task holds up', () => {
    expect(holdsUp('a', tasks).map(({ id }) => id)).toEqual(['b']);
  });
});
