import { describe, expect, it } from '@jest/globals';
import { findDependencies, holdsUp } from './task-links.ts';

const task = (id: string, depends_on: string[] = [], archived_at: string | null = null) => ({
  id,
  title: `Task ${id}`,
  depends_on,
  archived_at,
});

describe('findDependencies', () => {
  const a = task('a');
  const tasks = [a, task('b', ['a']), task('c', ['b']), task('d'), task('e', [], 'then')];

  const choicesOf = (of: typeof a, typed: string) => findDependencies(of, tasks, typed).choices.map(({ id }) => id);
  const reasonOf = (typed: string) => findDependencies(a, tasks, typed).reason;

  it('offers what fits, but nothing that would make a circle', () => {
    expect(choicesOf(a, 'TASK')).toEqual(['d']);
    expect(choicesOf(tasks[2]!, 'task')).toEqual(['a', 'd']);
    expect(choicesOf(a, ' ')).toEqual([]);
  });

  it('says why there is no choice', () => {
    expect(reasonOf('task')).toBeNull();
    expect(reasonOf(' ')).toBeNull();
    expect(reasonOf('task c')).toBe('“Task c” already waits for this task; both would wait for ever.');
    expect(reasonOf('task a')).toBe('A task can’t wait for itself.');
    expect(reasonOf('nothing of that kind')).toBe('No task is called like that.');
    expect(findDependencies(task('f', ['d']), tasks, 'task d').reason).toBe('It waits for “Task d” already.');
  });

  it('knows what a task holds up', () => {
    expect(holdsUp('a', tasks).map(({ id }) => id)).toEqual(['b']);
  });
});
