import { randomBytes } from 'node:crypto';
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkspaceOrigin } from '../../domain/pod-state.ts';
import { RuntimeError } from '../runtime.ts';
import { isMissing } from './system-errors.ts';
import { git, type GitResult } from './git.ts';
import type { PodFolder } from './pod-folder.ts';

/** The repository that comes with Podium; the same place seen from `src` and from `dist`. */
const samplePath = fileURLToPath(new URL('../../../sample/todo-cli/', import.meta.url));

/** Variables of the person who runs Podium that only `git clone` gets. There is no terminal, so nothing can prompt. */
export const cloneVariables: readonly string[] = [
  'PATH',
  'HOME',
  'USER',
  'SSH_AUTH_SOCK',
  'GIT_SSH_COMMAND',
  'GIT_SSL_CAINFO',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'no_proxy',
];

/**
 * Leaves `.opencode/` and `opencode.json` of a cloned repository in git but out of the work tree: OpenCode 1.18.33 runs
 * the plugins that they name inside the server at the first prompt, whatever its switches say.
 */
const templatePath = fileURLToPath(new URL('../../../git-template/', import.meta.url));

export interface WorkspaceOptions {
  readonly signal: AbortSignal;
  readonly cloneTimeoutSeconds: number;
  /** Transports that git may use, for example `['https', 'ssh']`. */
  readonly cloneProtocols: readonly string[];
  /** The person's own variables that git needs for private repositories, see `cloneVariables`. */
  readonly cloneEnvironment: Readonly<Record<string, string | undefined>>;
  readonly onProgress?: ((message: string) => void) | undefined;
}

/**
 * Makes the workspace where there is none; one that has files is left as it is. It appears complete or not at all, so
 * that a crash halfway leaves nothing that looks like a workspace.
 *
 * @throws RuntimeError `clone_failed`, `clone_timeout`, `repository_url_invalid`, `workspace_failed`, `aborted`.
 */
export async function prepareWorkspace(
  folder: PodFolder,
  origin: WorkspaceOrigin,
  options: WorkspaceOptions,
): Promise<void> {
  await mkdir(folder.path, { recursive: true, mode: 0o700 });
  await removeUnfinished(folder);
  if (await hasFiles(folder.workspace)) return;
  const unfinished = `${folder.workspace}.${randomBytes(4).toString('hex')}`;
  try {
    if (origin.source === 'clone') await clone(origin.repositoryUrl ?? '', unfinished, options);
    else await create(origin.source, unfinished, options);
    await rename(unfinished, folder.workspace);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

async function create(source: 'empty' | 'sample', path: string, options: WorkspaceOptions): Promise<void> {
  await mkdir(path);
  if (source === 'sample') await cp(samplePath, path, { recursive: true });
  const identity = ['-c', 'user.name=Podium', '-c', 'user.email=podium@podium.invalid', '-c', 'commit.gpgSign=false'];
  const steps = [
    ['init', '--quiet', '--initial-branch=main', '--template='],
    ['add', '--all'],
    // The first commit is what differences are shown against, also of an empty workspace.
    [
      ...identity,
      'commit',
      '--quiet',
      '--allow-empty',
      '--message',
      source === 'sample' ? 'Sample project' : 'Empty workspace',
    ],
  ];
  const env = { PATH: options.cloneEnvironment['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  for (const args of steps) {
    const result = await runGit(args, { cwd: path, env, signal: options.signal });
    if (options.signal.aborted) throw aborted();
    if (result.exitCode === 0) continue;
    throw new RuntimeError('workspace_failed', `git ${args[0]} failed: ${lastWords(result)}`, true);
  }
}

async function clone(url: string, path: string, options: WorkspaceOptions): Promise<void> {
  if (!isAllowed(url, options.cloneProtocols)) {
    const message = 'The repository URL must begin with https://, ssh:// or git@.';
    throw new RuntimeError('repository_url_invalid', message, false);
  }
  const timeout = AbortSignal.timeout(options.cloneTimeoutSeconds * 1000);
  const result = await runGit(cloneArguments(url, basename(path)), {
    cwd: dirname(path),
    env: {
      ...options.cloneEnvironment,
      GIT_ALLOW_PROTOCOL: options.cloneProtocols.join(':'),
      GCM_INTERACTIVE: 'never',
      GIT_HTTP_LOW_SPEED_LIMIT: '1000',
      GIT_HTTP_LOW_SPEED_TIME: '60',
    },
    signal: AbortSignal.any([options.signal, timeout]),
    onProgress: options.onProgress,
  });
  if (options.signal.aborted) throw aborted();
  if (timeout.aborted) {
    const message = `Cloning ${withoutSecrets(url)} took longer than ${options.cloneTimeoutSeconds} seconds.`;
    throw new RuntimeError('clone_timeout', message, true);
  }
  if (result.exitCode === 0) return leaveOut(path, options);
  const words = withoutSecrets(lastWords(result));
  throw new RuntimeError('clone_failed', `Cloning ${withoutSecrets(url)} failed: ${words}`, true);
}

/** `git clone` itself checks out everything. Later checkouts of the workspace heed the template by themselves. */
async function leaveOut(path: string, options: WorkspaceOptions): Promise<void> {
  const env = { PATH: options.cloneEnvironment['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const result = await runGit(['sparse-checkout', 'reapply'], { cwd: path, env, signal: options.signal });
  if (options.signal.aborted) throw aborted();
  if (result.exitCode === 0) return;
  throw new RuntimeError('workspace_failed', `git sparse-checkout failed: ${lastWords(result)}`, true);
}

function cloneArguments(url: string, folderName: string): string[] {
  // Hooks that a person has for all their repositories must not run for somebody else's.
  const own = ['-c', 'core.hooksPath=/dev/null', '-c', 'credential.interactive=false'];
  const sparse = ['--config', 'core.sparseCheckout=true', '--config', 'core.sparseCheckoutCone=false'];
  return [...own, 'clone', '--progress', `--template=${templatePath}`, ...sparse, '--', url, folderName];
}

async function runGit(args: readonly string[], options: Parameters<typeof git>[1]): Promise<GitResult> {
  try {
    return await git(args, options);
  } catch (cause) {
    const message = `git cannot be run: ${cause instanceof Error ? cause.message : String(cause)}. Install git and put it on the PATH.`;
    throw new RuntimeError('workspace_failed', message, false, { cause });
  }
}

function isAllowed(url: string, protocols: readonly string[]): boolean {
  if (/^git@[\w.-]+:/.test(url)) return protocols.includes('ssh');
  return protocols.some((protocol) => url.startsWith(`${protocol}://`));
}

/** What git says why it gave up; all its last lines where it names no error. */
function lastWords(result: GitResult): string {
  const errors = result.messages.filter((line) => /^(fatal|error|remote|ssh|[\w.-]+@[\w.-]+): /i.test(line));
  const words = (errors.length > 0 ? errors : result.messages).slice(-3).join(' ');
  return words === '' ? `git ended with exit code ${result.exitCode ?? 'none (killed)'}` : words.slice(0, 1_000);
}

/** A URL may carry a name and a token. */
function withoutSecrets(text: string): string {
  return text.replace(/([a-z]+:\/\/)[^/@\s]+@/gi, '$1');
}

async function removeUnfinished(folder: PodFolder): Promise<void> {
  const prefix = `${basename(folder.workspace)}.`;
  const names = (await readdir(folder.path)).filter((name) => name.startsWith(prefix));
  for (const name of names) await rm(join(folder.path, name), { recursive: true, force: true });
}

async function hasFiles(path: string): Promise<boolean> {
  try {
    return (await readdir(path)).length > 0;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function aborted(): RuntimeError {
  return new RuntimeError('aborted', 'The pod was stopped while its workspace was made.', true);
}
