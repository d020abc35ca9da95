import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { findRipgrepFolder } from './test/ripgrep.ts';
import { Folders } from './test/folders.ts';
import { searchText } from './search.ts';

describe.each([
  ['with ripgrep', findRipgrepFolder()],
  ['without ripgrep', '/nonexistent'],
])('a search in a workspace %s', (_, searchPath) => {
  let folders: Folders;
  beforeEach(() => {
    folders = new Folders();
  });
  afterEach(() => folders.remove());

  const search = (query: string, limit = 10): ReturnType<typeof searchText> =>
    searchText(folders.root, { query, limit, searchPath });

  it('finds text as it is written, and small letters in capital ones', async () => {
    folders.write('src/a.ts', 'const a = f(x);\nconst b = 1;\n');
    folders.write('B.md', 'Call F(X).\n');
    expect(await search('f(x)')).toEqual({
      truncated: false,
      matches: expect.arrayContaining([
        { path: 'B.md', line: 1, text: 'Call F(X).' },
        { path: 'src/a.ts', line: 1, text: 'const a = f(x);' },
      ]),
    });
    expect((await search('F(X)')).matches).toHaveLength(1);
    expect((await search('--files')).matches).toEqual([]);
  });

  it('shortens, and says when there is more', async () => {
    folders.write('long.txt', `x${'y'.repeat(5_000)}\n`.repeat(3));
    const { matches, truncated } = await search('xy', 2);
    expect(matches).toHaveLength(2);
    expect(truncated).toBe(true);
    expect(matches[0]?.text.length).toBe(300);
  });

  it('looks neither into what is git’s nor behind links', async () => {
    folders.repository();
    folders.write('.git/notes', 'sk-very');
    symlinkSync(folders.secret, join(folders.root, 'link'));
    symlinkSync(folders.path, join(folders.root, 'folder'));
    folders.write('.ripgreprc', '--follow');
    expect((await search('sk-very')).matches).toEqual([]);
  });
});
