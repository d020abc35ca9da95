import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countLines, diffRows } from './diff-rows.ts';
import { markedPart } from './marked-part.ts';

const patch = `diff --git a/src/app.ts b/src/app.ts
index 1b2c3d4..5e6f7a8 100644
--- a/src/app.ts
+++ b/src/app.ts
@@ -10,4 +10,4 @@ export function start() {
 const one = 1;
-const port = 3000;
+const port = Number(process.env.PORT ?? 3000);
+listen(port);
-- a comment of SQL
 end();
\\ No newline at end of file
`;

describe('diffRows', () => {
  it('numbers the lines of both sides', () => {
    expect(diffRows(patch).map(({ kind, oldNumber, newNumber }) => [kind, oldNumber, newNumber])).toEqual([
      ['hunk', null, null],
      ['context', 10, 10],
      ['removed', 11, null],
      ['added', null, 11],
      ['added', null, 12],
      ['removed', 12, null],
      ['context', 13, 13],
      ['note', null, null],
    ]);
    expect(countLines(diffRows(patch))).toEqual({ additions: 2, deletions: 2 });
  });

  it('takes lines that look like headers for what they are', () => {
    expect(diffRows(patch).find(({ oldNumber }) => oldNumber === 12)?.text).toBe('- a comment of SQL');
  });

  it('says nothing above a new file', () => {
    const rows = diffRows('--- /dev/null\n+++ b/README.md\n@@ -0,0 +1,2 @@\n+# Title\n+\n');
    expect(rows.map(({ kind, text, newNumber }) => [kind, text, newNumber])).toEqual([
      ['added', '# Title', 1],
      ['added', '', 2],
    ]);
  });

  it('reads the diffs of edits, which have a heading of their own', () => {
    const rows = diffRows(
      'Index: /w/notes.md\n===================================================================\n--- /w/notes.md\n+++ /w/notes.md\n@@ -1,1 +1,1 @@\n-old words\n+new words\n',
    );
    expect(rows.map(({ kind, text }) => [kind, text])).toEqual([
      ['removed', 'old words'],
      ['added', 'new words'],
    ]);
  });

  it('ends where a diff was cut off', () => {
    const whole = diffRows(patch);
    fc.assert(
      fc.property(fc.nat(patch.length), (length) => {
        const cut = diffRows(patch.slice(0, length));
        expect(cut.length).toBeLessThanOrEqual(whole.length);
        const told = cut.slice(0, -1).map(({ text }) => text);
        expect(told).toEqual(whole.slice(0, told.length).map(({ text }) => text));
      }),
    );
  });

  it('has nothing to show of binary files and of no text', () => {
    expect(diffRows('diff --git a/a.png b/a.png\nBinary files a/a.png and b/a.png differ\n')).toEqual([]);
    expect(diffRows('')).toEqual([]);
  });

  it('hides no line of a diff that says less than it has', () => {
    expect(diffRows('@@ -1,1 +1,1 @@\n-old\n+new\n+and one more\n')).toEqual([]);
    expect(diffRows('@@ -1,1 +1,1 @@\n-old\n+new\n')).toHaveLength(2);
  });

  it('makes something of every text', () => {
    const line = fc.constantFrom(
      '@@ -1,2 +1,2 @@',
      '\\ No newline at end of file',
      '--- a',
      '+++ b',
      '+x',
      '-y',
      ' z',
      '',
      '@@',
    );
    fc.assert(fc.property(fc.array(line), (lines) => void diffRows(lines.join('\n'))));
  });

  it('marks what changed within a line', () => {
    const rows = diffRows('@@ -1,1 +1,1 @@\n-const port = 3000;\n+const port = 8080;\n');
    expect(rows.map(({ text, marked }) => marked && text.slice(marked.from, marked.to))).toEqual(['300', '808']);
  });
});

describe('markedPart', () => {
  it('leaves what is around it as it was', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (head, before, after, tail) => {
        const [one, other] = [head + before + tail, head + after + tail];
        const parts = markedPart(one, other);
        if (!parts) return;
        expect(one.slice(0, parts.before.from)).toBe(other.slice(0, parts.after.from));
        expect(one.slice(parts.before.to)).toBe(other.slice(parts.after.to));
      }),
    );
  });

  it('marks nothing where two lines have little in common', () => {
    expect(markedPart('import a from "a";', 'return nothing at all, really')).toBeNull();
    expect(markedPart('same', 'same')).toBeNull();
  });
});
