import { describe, expect, it } from '@jest/globals';
import { freeName, nameFromRepository, projectProblems } from './project-rules.ts';

describe('projectProblems', () => {
  it('wants a name of at most 100 characters', () => {
    expect(projectProblems({ name: ' ', source: 'empty' })).toHaveProperty('name');
    expect(projectProblems({ name: 'x'.repeat(101), source: 'empty' })).toHaveProperty('name');
    expect(projectProblems({ name: 'x'.repeat(100), source: 'empty' })).toEqual({});
  });

  it.each(['https://github.com/a/b', 'ssh://git@host/a/b.git', 'git@github.com:a/b.git'])(
    'takes %s',
    (repository_url) => {
      expect(projectProblems({ name: 'x', source: 'clone', repository_url })).toEqual({});
    },
  );

  it.each(['', 'ftp://host/a', '/home/me/code', 'https://host', 'github.com/a/b'])('refuses “%s”', (repository_url) => {
    expect(projectProblems({ name: 'x', source: 'clone', repository_url })).toHaveProperty('repository_url');
  });

  it('asks for no repository where none is cloned', () => {
    expect(projectProblems({ name: 'x', source: 'sample' })).toEqual({});
  });
});

describe('nameFromRepository', () => {
  it.each([
    ['https://github.com/owner/name.git', 'name'],
    ['git@github.com:owner/name', 'name'],
    ['https://host/a/name/', 'name'],
    ['', ''],
  ])('of “%s” is “%s”', (url, name) => expect(nameFromRepository(url)).toBe(name));
});

describe('freeName', () => {
  it('counts on from those that are taken', () => {
    expect(freeName('Sample', ['Other'])).toBe('Sample');
    expect(freeName('Sample', ['Sample', 'Sample 2'])).toBe('Sample 3');
  });
});
