import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { OpenCodeClient } from './open-code-client.ts';
import { startOpenCode, type TestOpenCode } from './test/start-open-code.ts';
import type { Head } from './workspace-head.ts';

// A real OpenCode on a busy machine.
jest.setTimeout(120_000);

let openCode: TestOpenCode;

beforeAll(async () => {
  // No model is asked for anything.
  openCode = await startOpenCode({ modelUrl: 'http://127.0.0.1:9/v1' });
});
afterAll(() => openCode.close());

/** A folder beside the workspace, as a project's workspace. */
async function folder(name: string): Promise<string> {
  const path = join(openCode.directory, '..', name);
  await mkdir(path);
  return path;
}

function git(cwd: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@podium.invalid', '-c', 'protocol.file.allow=always'];
  return execFileSync('git', [...identity, ...args], { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();
}

async function repository(name: string): Promise<string> {
  const path = await folder(name);
  git(path, 'init', '--quiet', '--initial-branch=feature/ä');
  return path;
}

function commit(path: string, message: string): string {
  git(path, 'commit', '--quiet', '--allow-empty', '--message', message);
  return git(path, 'rev-parse', 'HEAD');
}

function head(directory: string): Promise<Head> {
  return new OpenCodeClient({ ...openCode.connection, directory }).changes.head();
}

describe('where a workspace is at', () => {
  it('is no commit without a repository, and before the first one', async () => {
    expect(await head(await folder('plain'))).toEqual({ kind: 'no repository' });
    const path = await repository('unborn');
    expect(await head(path)).toEqual({ kind: 'no commit' });
    await mkdir(join(path, 'below'));
    expect(await head(join(path, 'below'))).toEqual({ kind: 'no repository' });
  });

  it('is the commit of its branch, with the subject, also when git has packed its references', async () => {
    const path = await repository('branch');
    commit(path, 'One');
    const hash = commit(path, 'fix: two (really)\n\nAnd why.');
    const subject = 'fix: two (really)';
    expect(await head(path)).toEqual({ kind: 'commit', hash, subject });
    git(path, 'pack-refs', '--all');
    expect(await head(path)).toEqual({ kind: 'commit', hash, subject });
    git(path, 'commit', '--quiet', '--allow-empty', '--amend', '--message', 'Amended');
    expect(await head(path)).toMatchObject({ subject: 'Amended' });
  });

  it('has no subject where HEAD came there otherwise, or nobody wrote down how', async () => {
    const path = await repository('moved');
    const first = commit(path, 'One');
    commit(path, 'Two');
    git(path, 'checkout', '--quiet', '--detach', first);
    expect(await head(path)).toEqual({ kind: 'commit', hash: first });
    git(path, 'config', 'core.logAllRefUpdates', 'false');
    await writeFile(join(path, '.git', 'logs', 'HEAD'), '');
    expect(await head(path)).toEqual({ kind: 'commit', hash: first });
  });

  it('is found for a work tree and a submodule, which keep it elsewhere', async () => {
    const path = await repository('main');
    const hash = commit(path, 'One');
    const tree = join(path, '..', 'tree');
    git(path, 'worktree', 'add', '--quiet', '-b', 'other', tree);
    expect(await head(tree)).toMatchObject({ kind: 'commit', hash });
    const inTree = commit(tree, 'In the tree');
    expect(await head(tree)).toEqual({ kind: 'commit', hash: inTree, subject: 'In the tree' });
    expect(await head(path)).toEqual({ kind: 'commit', hash, subject: 'One' });

    const outer = await repository('outer');
    git(outer, 'submodule', '--quiet', 'add', path, 'inner');
    const inInner = commit(join(outer, 'inner'), 'Inside');
    expect(await head(join(outer, 'inner'))).toEqual({ kind: 'commit', hash: inInner, subject: 'Inside' });
  });
});
