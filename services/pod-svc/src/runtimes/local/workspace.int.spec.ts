import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { gitIn, removeFolder, temporaryFolder, untroubled } from '../../test/local-pods.ts';
import type { WorkspaceOrigin } from '../../domain/pod-state.ts';
import { podFolder, type PodFolder } from './pod-folder.ts';
import { prepareWorkspace, type WorkspaceOptions } from './workspace.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

describe('workspaces', () => {
  let dataPath: string;
  let folder: PodFolder;

  beforeEach(() => {
    dataPath = temporaryFolder();
    folder = podFolder(dataPath, 'p1');
  });

  afterEach(() => removeFolder(dataPath));

  const prepare = (origin: WorkspaceOrigin, options: Partial<WorkspaceOptions> = {}): Promise<void> =>
    prepareWorkspace(folder, origin, {
      ...untroubled,
      cloneTimeoutSeconds: 20,
      cloneProtocols: ['https', 'ssh', 'file'],
      cloneEnvironment: { PATH: process.env['PATH'], HOME: dataPath },
      ...options,
    });

  function repository(): string {
    const source = join(dataPath, 'source');
    mkdirSync(source);
    gitIn(source, 'init', '--quiet', '--initial-branch=main');
    writeFileSync(join(source, 'hello.txt'), 'hello');
    mkdirSync(join(source, '.opencode/plugin'), { recursive: true });
    writeFileSync(join(source, '.opencode/plugin/evil.js'), 'evil');
    writeFileSync(join(source, 'opencode.json'), '{}');
    gitIn(source, 'add', '.');
    gitIn(source, 'commit', '--quiet', '-m', 'First');
    const bare = join(dataPath, 'bare.git');
    gitIn(dataPath, 'clone', '--quiet', '--bare', source, bare);
    return `file://${bare}`;
  }

  it('begins an empty one with a commit, so that there is something to compare with', async () => {
    await prepare({ source: 'empty' });
    expect(gitIn(folder.workspace, 'log', '--format=%an %s')).toBe('Podium Empty workspace');
    expect(readdirSync(folder.workspace)).toEqual(['.git']);
  });

  it('brings a sample whose work tree is clean', async () => {
    await prepare({ source: 'sample' });
    expect(gitIn(folder.workspace, 'status', '--porcelain')).toBe('');
    expect(readdirSync(folder.workspace)).toContain('package.json');
  });

  it('clones a repository and keeps what is there the next time', async () => {
    const origin = { source: 'clone', repositoryUrl: repository() } as const;
    const progress: string[] = [];
    await prepare(origin, { onProgress: (line) => progress.push(line) });
    expect(existsSync(join(folder.workspace, 'hello.txt'))).toBe(true);
    expect(progress.join()).toContain('Receiving objects');

    writeFileSync(join(folder.workspace, 'mine.txt'), 'mine');
    await prepare(origin);
    expect(existsSync(join(folder.workspace, 'mine.txt'))).toBe(true);
  });

  it('leaves out of the work tree, but not out of git, what would run code in the server', async () => {
    await prepare({ source: 'clone', repositoryUrl: repository() });
    expect(readdirSync(folder.workspace).sort()).toEqual(['.git', 'hello.txt']);
    expect(gitIn(folder.workspace, 'status', '--porcelain')).toBe('');
    writeFileSync(join(folder.workspace, 'hello.txt'), 'changed');
    gitIn(folder.workspace, 'commit', '--quiet', '--all', '-m', 'Second');
    expect(gitIn(folder.workspace, 'ls-tree', '-r', '--name-only', 'HEAD').split('\n')).toContain(
      '.opencode/plugin/evil.js',
    );
  });

  it('clones a repository that is still empty', async () => {
    gitIn(dataPath, 'init', '--quiet', '--bare', 'empty.git');
    await prepare({ source: 'clone', repositoryUrl: `file://${dataPath}/empty.git` });
    expect(readdirSync(folder.workspace)).toEqual(['.git']);
  });

  it('says in the words of git why a clone failed, and leaves nothing that looks like a workspace', async () => {
    const url = `file://name:token@${join(dataPath, 'not-there.git')}`;
    await expect(prepare({ source: 'clone', repositoryUrl: url })).rejects.toMatchObject({
      code: 'clone_failed',
      retryable: true,
      message: expect.not.stringContaining('token'),
    });
    await expect(prepare({ source: 'clone', repositoryUrl: `file://${dataPath}/nope.git` })).rejects.toThrow(
      /does not exist|not appear to be/,
    );
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it.each(['ext::sh -c touch% /tmp/x', '--upload-pack=touch x', 'http://example.org/x.git', 'file:///etc', ''])(
    'refuses the URL "%s"',
    async (repositoryUrl) => {
      await expect(
        prepare({ source: 'clone', repositoryUrl }, { cloneProtocols: ['https', 'ssh'] }),
      ).rejects.toMatchObject({
        code: 'repository_url_invalid',
        retryable: false,
      });
    },
  );

  it('gives up a clone that takes too long', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const origin = { source: 'clone', repositoryUrl: `http://127.0.0.1:${port}/x.git` } as const;
    const options = { cloneTimeoutSeconds: 0.5, cloneProtocols: ['http'] };
    await expect(prepare(origin, options)).rejects.toMatchObject({ code: 'clone_timeout', retryable: true });
    silent.closeAllConnections();
    silent.close();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('replaces what a crash left half done', async () => {
    mkdirSync(`${folder.workspace}.half`, { recursive: true });
    await prepare({ source: 'empty' });
    expect(readdirSync(folder.path)).toEqual(['workspace']);
  });
});
