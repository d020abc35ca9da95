import { constants, open, readlink, realpath, type FileHandle } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { systemCode, WorkspaceError } from './errors.ts';

/** Linux says of an open file where it is, whatever happens to the names on the way to it. */
const openFiles = process.platform === 'linux' ? '/proc/self/fd' : undefined;

/**
 * Opens what is at a path inside of a folder that somebody hostile changes at the same time. Links are followed as long
 * as they stay inside; git's own folder is not part of the workspace: it holds addresses with tokens, and hooks.
 * @param path relative, with slashes.
 * @param flags of open(2).
 * @throws WorkspaceError `path_refused`, `not_found`, `not_a_directory`
 */
export async function openInside(root: string, path: string, flags: number): Promise<FileHandle> {
  const realRoot = await realpath(root);
  const place = await realPlace(realRoot, path);
  let handle: FileHandle;
  try {
    // Neither a link that was put there meanwhile is followed, nor a pipe waited for.
    handle = await open(place, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    throw placeError(path, error);
  }
  try {
    if (openFiles !== undefined) assertInside(realRoot, await readlink(`${openFiles}/${handle.fd}`), path);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Path of an open folder that leads to it also after someone has put another one in its place. */
export async function pathOf(root: string, path: string, handle: FileHandle): Promise<string> {
  return openFiles === undefined ? realPlace(await realpath(root), path) : `${openFiles}/${handle.fd}`;
}

/** The path's parts, none of which leads out of the workspace or into git's folder. @throws WorkspaceError */
export function partsOf(path: string): string[] {
  if (path.startsWith('/') || path.includes('\0')) throw refused(path);
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.some((part) => part === '..' || part.toLowerCase() === '.git')) throw refused(path);
  return parts;
}

async function realPlace(realRoot: string, path: string): Promise<string> {
  const wanted = join(realRoot, ...partsOf(path));
  try {
    const found = await realpath(wanted);
    assertInside(realRoot, found, path);
    return found;
  } catch (error) {
    throw placeError(path, error);
  }
}

function assertInside(realRoot: string, place: string, path: string): void {
  if (place === realRoot) return;
  if (!place.startsWith(realRoot + sep)) throw refused(path);
  const inside = relative(realRoot, place).split(sep);
  if (inside.some((part) => part === '..' || part.toLowerCase() === '.git')) throw refused(path);
}

function refused(path: string): WorkspaceError {
  return new WorkspaceError('path_refused', `"${path}" is not inside of the workspace.`);
}

function placeError(path: string, error: unknown): unknown {
  switch (systemCode(error)) {
    case 'ENOENT':
      return new WorkspaceError('not_found', `There is no "${path}" in the workspace.`, { cause: error });
    case 'ENOTDIR':
      return new WorkspaceError('not_a_directory', `"${path}" is no folder.`, { cause: error });
    case 'ELOOP':
    case 'ENAMETOOLONG':
    case 'EACCES':
    case 'EPERM':
      return new WorkspaceError('path_refused', `"${path}" can't be opened.`, { cause: error });
    case 'ENXIO':
      return new WorkspaceError('not_a_file', `"${path}" is no file.`, { cause: error });
    default:
      return error;
  }
}
