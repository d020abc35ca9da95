import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { gitIn } from '../../test/local-pods.ts';
import { workspaceExit, workspaceScript, workspaceVariable } from './workspace-script.ts';

const samplePath = fileURLToPath(new URL('../../../sample/todo-cli/', import.meta.url));

describe('the script that prepares a workspace', () => {
  let folder: string;
  let volume: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'podium volume '));
    volume = join(folder, 'volume');
    mkdirSync(volume);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function prepare(
    source: string,
    variables: Record<string, string> = {},
    script = workspaceScript,
  ): { status: number | null; stderr: string } {
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      [workspaceVariable.source]: source,
      [workspaceVariable.repositoryUrl]: '',
      [workspaceVariable.cloneTimeoutSeconds]: '20',
      [workspaceVariable.volume]: volume,
      [workspaceVariable.sample]: samplePath,
      ...variables,
    };
    return spawnSync('/bin/bash', ['-c', script], { env, encoding: 'utf8' });
  }

  it('makes an empty workspace with a first commit, and a home that installs nothing', () => {
    expect(prepare('empty')).toMatchObject({ status: 0, stderr: '' });
    expect(gitIn(join(volume, 'workspace'), 'log', '--format=%s')).toBe('Empty workspace');
    expect(gitIn(join(volume, 'workspace'), 'branch', '--show-current')).toBe('main');
    expect(existsSync(join(volume, 'home/config/opencode/node_modules'))).toBe(true);
    const lock: unknown = JSON.parse(readFileSync(join(volume, 'home/config/opencode/package-lock.json'), 'utf8'));
    expect(lock).toEqual({ packages: { '': { dependencies: { '@opencode-ai/plugin': '*' } } } });
    expect(readFileSync(join(volume, 'home/.gitconfig'), 'utf8')).toContain('[user]\n\tname = Podium\n');
  });

  it('leaves a workspace that has files as it is, and finishes one that was cut off', () => {
    mkdirSync(join(volume, 'unfinished'));
    mkdirSync(join(volume, 'workspace'));
    expect(prepare('sample').status).toBe(0);
    expect(gitIn(join(volume, 'workspace'), 'log', '--format=%s')).toBe('Sample project');
    writeFileSync(join(volume, 'workspace/mine.txt'), 'work');
    expect(prepare('empty').status).toBe(0);
    expect(readFileSync(join(volume, 'workspace/mine.txt'), 'utf8')).toBe('work');
    expect(existsSync(join(volume, 'workspace/package.json'))).toBe(true);
    expect(existsSync(join(volume, 'unfinished'))).toBe(false);
  });

  it('clones a repository without the plugins that OpenCode would run, and only as it is allowed to', () => {
    const origin = join(folder, 'origin');
    cpSync(samplePath, origin, { recursive: true });
    mkdirSync(join(origin, '.opencode/plugin'), { recursive: true });
    writeFileSync(join(origin, '.opencode/plugin/evil.js'), 'evil');
    writeFileSync(join(origin, 'opencode.json'), '{}');
    for (const args of [
      ['init', '--quiet'],
      ['add', '--all'],
      ['commit', '--quiet', '--message', 'First'],
    ]) {
      gitIn(origin, ...args);
    }
    // The one way to a repository without a server: git is told that this address is that folder.
    const variables = {
      [workspaceVariable.repositoryUrl]: 'https://example.invalid/r',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.${origin}.insteadOf`,
      GIT_CONFIG_VALUE_0: 'https://example.invalid/r',
    };
    const refused = prepare('clone', variables);
    expect(refused).toMatchObject({ status: workspaceExit.cloneFailed });
    expect(refused.stderr).toMatch(/transport 'file' not allowed/);
    expect(existsSync(join(volume, 'workspace'))).toBe(false);

    const lenient = workspaceScript.replace('GIT_ALLOW_PROTOCOL=https:ssh', 'GIT_ALLOW_PROTOCOL=https:ssh:file');
    expect(prepare('clone', variables, lenient)).toMatchObject({ status: 0 });
    const workspace = join(volume, 'workspace');
    expect(gitIn(workspace, 'log', '--format=%s')).toBe('First');
    expect(existsSync(join(workspace, 'package.json'))).toBe(true);
    expect(existsSync(join(workspace, '.opencode'))).toBe(false);
    expect(existsSync(join(workspace, 'opencode.json'))).toBe(false);
    expect(gitIn(workspace, 'status', '--porcelain')).toBe('');
  });

  it('tells apart why there is no workspace', () => {
    const url = workspaceVariable.repositoryUrl;
    expect(prepare('clone', { [url]: 'file:///etc' })).toMatchObject({
      status: workspaceExit.urlInvalid,
      stderr: 'The repository URL must begin with https://, ssh:// or git@.\n',
    });
    const refused = prepare('clone', { [url]: 'https://127.0.0.1:9/nothing.git' });
    expect(refused.status).toBe(workspaceExit.cloneFailed);
    expect(refused.stderr).toMatch(/unable to access/);
    const missing = prepare('sample', { [workspaceVariable.sample]: '/nowhere' });
    expect(missing).toMatchObject({
      status: workspaceExit.sampleMissing,
      stderr: 'The image has no folder /nowhere\n',
    });
  });
});
