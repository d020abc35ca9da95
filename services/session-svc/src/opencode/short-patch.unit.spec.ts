import { describe, expect, it } from '@jest/globals';
import { applyPatch, createTwoFilesPatch } from 'diff';
import fc from 'fast-check';
import { shortPatch } from './short-patch.ts';

/** As OpenCode makes it: with the whole file around each change. */
function wholePatch(before: string, after: string): string {
  return createTwoFilesPatch('a.txt', 'a.txt', before, after, '', '', { context: Number.MAX_SAFE_INTEGER });
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `line ${index + 1}`);
}

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

describe('a patch that shows only what is around its changes', () => {
  it('has a hunk for each group of changes, with the lines that it begins at', () => {
    const before = numbered(40);
    const after = before.toSpliced(34, 1).toSpliced(9, 1, 'ten', 'ten and a half');
    const patch = shortPatch(wholePatch(textOf(before), textOf(after)));
    expect(patch.split('\n').filter((line) => line.startsWith('@@'))).toEqual(['@@ -7,7 +7,8 @@', '@@ -32,7 +33,6 @@']);
    expect(patch).toContain(' line 9\n-line 10\n+ten\n+ten and a half\n line 11\n line 12\n line 13\n@@');
  });

  it('keeps what git says of files that are new, gone, or end without a line break', () => {
    expect(shortPatch(wholePatch('', 'one\n'))).toContain('@@ -0,0 +1,1 @@\n+one\n');
    expect(shortPatch(wholePatch('one\ntwo\n', ''))).toContain('@@ -1,2 +0,0 @@\n-one\n-two\n');
    const unfinished = shortPatch(wholePatch(textOf(numbered(20)), `${textOf(numbered(19))}twenty`));
    expect(unfinished).toMatch(
      /\n@@ -17,4 \+17,4 @@\n(?: line 1\d\n){3}-line 20\n\+twenty\n\\ No newline at end of file\n$/,
    );
  });

  it('is empty for an empty one, and can be very long', () => {
    expect(shortPatch('')).toBe('');
    const long = textOf(numbered(300_000));
    expect(shortPatch(`@@ -0,0 +1,300000 @@\n${long.replaceAll('line', '+line')}`)).toHaveLength(
      long.length + 300_000 + '@@ -0,0 +1,300000 @@\n'.length,
    );
  });

  it('always makes the same file of the one before', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '', '-c', '+d', '\\ e', '@@ f'), { maxLength: 40 });
    fc.assert(
      fc.property(text, text, fc.boolean(), (one, other, isUnfinished) => {
        const [before, after] = [textOf(one), isUnfinished ? `${textOf(other)}end` : textOf(other)];
        const patch = shortPatch(wholePatch(before, after));
        expect(before === after ? before : applyPatch(before, patch)).toBe(after);
      }),
    );
  });
});
