import { randomUUID } from 'node:crypto';
import { constants, lstat, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import type { BigIntStats } from 'node:fs';
import { dirname } from 'node:path/posix';
import type { Directory, DirectoryEntry } from './contract.ts';
import { systemCode, WorkspaceError } from './errors.ts';
import { openInside, partsOf, pathOf } from './places.ts';

/** More is not listed of one folder. */
export const maxEntries = 2_000;
/** More is not read at once. */
export const maxReadBytes = 4 * 2 ** 20;
export const maxWriteBytes = 2 ** 20;

const { O_RDONLY, O_DIRECTORY, O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;

/** A part of a file. */
export interface FilePart {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
  /** Changes with the file; quoted, as HTTP writes it. */
  readonly etag: string;
  /** Of the first byte. */
  readonly offset: number;
  readonly bytes: Buffer;
}

export interface ReadOptions {
  /** 0 unless told. */
  readonly offset?: number | undefined;
  /** `maxReadBytes` unless told, and never more. */
  readonly limit?: number | undefined;
}

/** Which state of a file a write replaces. */
export type WriteCondition = { readonly kind: 'new' } | { readonly kind: 'known'; readonly etag: string };

/** @throws WorkspaceError */
export async function listDirectory(root: string, path: string): Promise<Directory> {
  const handle = await openInside(root, path, O_RDONLY | O_DIRECTORY);
  try {
    const folder = await pathOf(root, path, handle);
    const names = (await readdir(folder)).filter((name) => name.toLowerCase() !== '.git');
    const entries = await Promise.all(names.slice(0, maxEntries).map((name) => entryOf(folder, name)));
    return {
      kind: 'directory',
      path: partsOf(path).join('/'),
      entries: entries.filter((entry) => entry !== undefined).sort(foldersFirst),
      truncated: names.length > maxEntries,
    };
  } finally {
    await handle.close();
  }
}

/** @throws WorkspaceError */
export async function readPart(root: string, path: string, options: ReadOptions = {}): Promise<FilePart> {
  const handle = await openInside(root, path, O_RDONLY);
  try {
    const stats = await handle.stat({ bigint: true });
    if (!stats.isFile()) throw new WorkspaceError('not_a_file', `"${path}" is no file.`);
    const sizeBytes = Number(stats.size);
    const offset = options.offset ?? 0;
    if (offset > sizeBytes) throw new WorkspaceError('range_invalid', `"${path}" has only ${sizeBytes} bytes.`);
    const length = Math.min(options.limit ?? maxReadBytes, maxReadBytes, sizeBytes - offset);
    return {
      path: partsOf(path).join('/'),
      sizeBytes,
      modifiedAt: stats.mtime,
      etag: etagOf(stats),
      offset,
      bytes: await bytesOf(handle, offset, length),
    };
  } finally {
    await handle.close();
  }
}

/**
 * Replaces a file whole, or makes one in a folder that is there. Returns the new etag.
 * @throws WorkspaceError `file_changed` where it is not what the condition says.
 */
export async function writeFileWhole(
  root: string,
  path: string,
  bytes: Uint8Array,
  condition: WriteCondition,
): Promise<string> {
  if (bytes.byteLength > maxWriteBytes) {
    throw new WorkspaceError('file_too_large', `Files of more than ${maxWriteBytes} bytes can't be written.`);
  }
  const parts = partsOf(path);
  const name = parts.at(-1);
  if (name === undefined) throw new WorkspaceError('not_a_file', 'The workspace itself is no file.');
  const folderPath = parts.length > 1 ? dirname(parts.join('/')) : '';
  const handle = await openInside(root, folderPath, O_RDONLY | O_DIRECTORY);
  try {
    const folder = await pathOf(root, folderPath, handle);
    const mode = await assertCondition(`${folder}/${name}`, path, condition);
    return await replace(folder, name, bytes, mode);
  } finally {
    await handle.close();
  }
}

/** Quoted; of the file's identity, size and time in nanoseconds. */
function etagOf({ ino, size, mtimeNs }: BigIntStats): string {
  return `"${[ino, size, mtimeNs].map((part) => part.toString(36)).join('-')}"`;
}

async function entryOf(folder: string, name: string): Promise<DirectoryEntry | undefined> {
  try {
    const stats = await lstat(`${folder}/${name}`);
    const kind = stats.isFile()
      ? 'file'
      : stats.isDirectory()
        ? 'directory'
        : stats.isSymbolicLink()
          ? 'link'
          : 'other';
    return {
      name,
      kind,
      size_bytes: kind === 'file' ? stats.size : null,
      modified_at: stats.mtime.toISOString(),
    };
  } catch (error) {
    // Gone between the two looks.
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function foldersFirst(left: DirectoryEntry, right: DirectoryEntry): number {
  const rank = ({ kind }: DirectoryEntry): number => (kind === 'directory' ? 0 : 1);
  return rank(left) - rank(right) || (left.name < right.name ? -1 : 1);
}

async function bytesOf(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** Mode for the new file. */
async function assertCondition(place: string, path: string, condition: WriteCondition): Promise<number> {
  const changed = (): WorkspaceError =>
    new WorkspaceError('file_changed', `"${path}" is not what it was; read it again.`);
  let stats: BigIntStats;
  try {
    stats = await lstat(place, { bigint: true });
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    if (condition.kind === 'new') return 0o644;
    throw changed();
  }
  if (!stats.isFile()) throw new WorkspaceError('not_a_file', `"${path}" is no file.`);
  if (condition.kind === 'new' || etagOf(stats) !== condition.etag) throw changed();
  return Number(stats.mode) & 0o777;
}

async function replace(folder: string, name: string, bytes: Uint8Array, mode: number): Promise<string> {
  const next = `${folder}/.podium-${randomUUID()}`;
  const file = await open(next, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
  try {
    await file.writeFile(bytes);
    await file.chmod(mode);
    const etag = etagOf(await file.stat({ bigint: true }));
    await rename(next, `${folder}/${name}`);
    return etag;
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}
