import { describe, expect, it } from '@jest/globals';
import { FileChange } from '@podium/proto';
import type { FileDiff } from '../opencode/open-code-changes.ts';
import { collectChanges } from './collect-changes.ts';

function diff(file: string, status: FileDiff['status'], more: Partial<FileDiff> = {}): FileDiff {
  return { file, status, additions: 2, deletions: 1, patch: `Index: ${file}\n`, ...more };
}

describe('what a turn changed in all', () => {
  it('is by path, with sums', () => {
    const { changes } = collectChanges([[diff('b', 'modified'), diff('a', 'added', { deletions: 0 })]]);
    expect(changes).toEqual({
      files: [
        { path: 'a', change: FileChange.ADDED, additions: 2, deletions: 0 },
        { path: 'b', change: FileChange.MODIFIED, additions: 2, deletions: 1 },
      ],
      totalFiles: 2,
      additions: 4,
      deletions: 1,
    });
  });

  it('is of all sendings of its prompt, each of which goes on where the one before was', () => {
    const first = [diff('new', 'added'), diff('passing', 'added'), diff('back', 'deleted'), diff('gone', 'modified')];
    const second = [
      diff('new', 'modified', { patch: 'second\n' }),
      diff('passing', 'deleted'),
      diff('back', 'added'),
      diff('gone', 'deleted'),
    ];
    const { changes, patches } = collectChanges([first, second]);
    expect(changes.files.map(({ path, change }) => [path, change])).toEqual([
      ['back', FileChange.MODIFIED],
      ['gone', FileChange.DELETED],
      ['new', FileChange.ADDED],
    ]);
    expect(changes).toMatchObject({ totalFiles: 3, additions: 12, deletions: 6 });
    expect(patches.find(({ path }) => path === 'new')?.patch).toBe('Index: new\nsecond\n');
  });

  it('names no more files than a fact can carry, and counts the others', () => {
    const many = Array.from({ length: 250 }, (_, index) => diff(`file-${String(index).padStart(3, '0')}`, 'added'));
    const { changes, patches } = collectChanges([many]);
    expect([changes.files.length, patches.length, changes.totalFiles, changes.additions]).toEqual([200, 200, 250, 500]);
    const long = Array.from({ length: 30 }, (_, index) => diff(`${'ü'.repeat(2_500)}${index}`, 'added'));
    expect(collectChanges([long]).changes).toMatchObject({ files: { length: 19 }, totalFiles: 30 });
  });

  it('keeps so much of each patch and of all of them, whole lines each', () => {
    const patch = `Index: a\n${'+some line\n'.repeat(60_000)}`;
    const files = ['a', 'b', 'c', 'd', 'e'].map((file) => diff(file, 'added', { patch }));
    const { patches } = collectChanges([[...files, diff('f', 'added', { patch: '' })]]);
    expect(patches.map(({ isTruncated }) => isTruncated)).toEqual([true, true, true, true, true, false]);
    for (const { patch: kept } of patches) expect(kept === '' || kept.endsWith('+some line\n')).toBe(true);
    const length = patches.reduce((sum, { patch: kept }) => sum + kept.length, 0);
    expect(length).toBeGreaterThan(1_999_900);
    expect(length).toBeLessThanOrEqual(2_000_000);
  });
});
