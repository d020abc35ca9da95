import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Folders } from './test/folders.ts';

describe('git of a workspace', () => {
  let folders: Folders;
  beforeEach(() => {
    folders = new Folders();
  });
  afterEach(() => folders.remove());

  it('tells what is changed', async () => {
    const first = folders.repository();
    folders.write('a.txt', 'one\n2\n');
    folders.write('new file.txt', 'new');
    folders.write('renamed.txt', 'some text that is long enough to be known again\n');
    folders.git('add', 'renamed.txt');
    folders.git('commit', '--quiet', '--message', 'Second');
    folders.git('mv', 'renamed.txt', 'b.txt');
    expect(await folders.workspace.git.status()).toEqual({
      branch: 'main',
      commit: folders.git('rev-parse', 'HEAD'),
      truncated: false,
      changes: [
        { path: 'a.txt', state: '.M', original_path: null },
        { path: 'b.txt', state: 'R.', original_path: 'renamed.txt' },
        { path: 'new file.txt', state: '??', original_path: null },
      ],
    });
    const { patch } = await folders.workspace.git.diff({ path: 'a.txt' });
    expect(patch).toContain('-two\n+2\n');
    expect(patch).not.toContain('b.txt');
    expect((await folders.workspace.git.diff({ from: first, to: 'HEAD' })).patch).toContain('+++ b/renamed.txt');
    expect(await folders.workspace.git.log({})).toMatchObject([
      { subject: 'Second', author: 'Ada', commit: expect.stringMatching(/^[0-9a-f]{40}$/) },
      { subject: 'First', commit: first },
    ]);
    expect(await folders.workspace.git.log({ path: 'a.txt' })).toHaveLength(1);
  });

  it('is there before the first commit, and says where it is not', async () => {
    await expect(folders.workspace.git.status()).rejects.toMatchObject({ code: 'no_repository' });
    folders.git('init', '--quiet');
    expect(await folders.workspace.git.status()).toMatchObject({ branch: 'main', commit: null, changes: [] });
    expect(await folders.workspace.git.log({})).toEqual([]);
    rmSync(join(folders.root, '.git/HEAD'));
    await expect(folders.workspace.git.status()).rejects.toMatchObject({ code: 'no_repository' });
    execFileSync('mkfifo', [join(folders.root, '.git/HEAD')]);
    await expect(folders.workspace.git.status()).rejects.toMatchObject({ code: 'no_repository' });
    rmSync(join(folders.root, '.git'), { recursive: true });
    symlinkSync('/tmp', join(folders.root, '.git'));
    await expect(folders.workspace.git.status()).rejects.toMatchObject({ code: 'no_repository' });
  });

  it('runs none of the programs that the repository names', async () => {
    folders.repository();
    const proof = join(folders.path, 'ran');
    const program = join(folders.path, 'program');
    writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> '${proof}'\ncat 2>/dev/null\n`);
    chmodSync(program, 0o755);
    const quoted = `"'${program}'"`;
    appendFileSync(
      join(folders.root, '.git/config'),
      `[core]\n\tfsmonitor = ${quoted}\n\tpager = ${quoted}\n\thooksPath = "${folders.path}"\n\tsshCommand = ${quoted}\n\tworktree = /\n` +
        `[diff]\n\texternal = ${quoted}\n[diff "evil"]\n\ttextconv = ${quoted}\n\tcommand = ${quoted}\n` +
        `[filter "evil"]\n\tclean = ${quoted}\n\tsmudge = ${quoted}\n\trequired = true\n` +
        `[filter "a=b"]\n\tprocess = ${quoted}\n\tclean = ${quoted}\n` +
        `[gpg]\n\tprogram = ${quoted}\n[log]\n\tshowSignature = true\n[include]\n\tpath = ${folders.secret}\n` +
        `[alias]\n\tstatus = "!${program}"\n`,
    );
    folders.write('.gitattributes', '*.txt filter=evil diff=evil\n*.md filter=a=b\n');
    folders.write('.git/info/attributes', '* filter=evil diff=evil\n');
    folders.write('.git/hooks/post-index-change', `#!/bin/sh\n'${program}'\n`);
    chmodSync(join(folders.root, '.git/hooks/post-index-change'), 0o755);
    folders.write('a.txt', 'one\n3\n');
    folders.write('b.md', 'b');
    const { git } = folders.workspace;
    const status = await git.status();
    expect(status.changes.map(({ path }) => path)).toEqual(['a.txt', '.gitattributes', 'b.md']);
    expect((await git.diff({})).patch).toContain('+3');
    await git.log({});
    expect(existsSync(proof)).toBe(false);
    // What is switched off does run where somebody else runs git.
    rmSync(folders.secret);
    await Promise.allSettled([Promise.resolve().then(() => folders.git('diff'))]);
    expect(existsSync(proof)).toBe(true);
  });

  it('does not quote what links of the repository lead to', async () => {
    folders.repository();
    const packed = join(folders.root, '.git/packed-refs');
    symlinkSync(folders.secret, packed);
    symlinkSync(folders.secret, join(folders.root, '.git/shallow'));
    const results = await Promise.allSettled([
      folders.workspace.git.status(),
      folders.workspace.git.log({}),
      folders.workspace.git.diff({}),
    ]);
    expect(results.some(({ status }) => status === 'rejected')).toBe(true);
    const told = results.map((result) =>
      result.status === 'rejected' ? String(result.reason) : JSON.stringify(result.value),
    );
    expect(told.join()).not.toContain('sk-very');
  });

  it('takes commits and paths for nothing else', async () => {
    folders.repository();
    const { git } = folders.workspace;
    for (const from of ['--output=/tmp/x', 'HEAD@{upstream}', 'main', ':/First', '-h']) {
      await expect(git.diff({ from })).rejects.toMatchObject({ code: 'revision_invalid' });
    }
    await expect(git.diff({ path: '../secret' })).rejects.toMatchObject({ code: 'path_refused' });
    expect((await git.diff({ path: ':(top)*' })).patch).toBe('');
    expect((await git.diff({ path: '--output=x' })).patch).toBe('');
    expect(existsSync(join(folders.root, 'x'))).toBe(false);
  });

  it('changes nothing in the repository', async () => {
    folders.repository();
    const before = folders.git('count-objects', '-v');
    folders.write('a.txt', 'one\n');
    await folders.workspace.git.status();
    await folders.workspace.git.diff({});
    expect(existsSync(join(folders.root, '.git/index.lock'))).toBe(false);
    expect(folders.git('count-objects', '-v')).toBe(before);
  });
});
