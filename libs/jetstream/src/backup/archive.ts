import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { finished, pipeline } from 'node:stream/promises';
import { extract, pack } from 'tar-stream';
import { BackupError } from './errors.ts';
import { manifestName, type BackupManifest, type BackupPart } from './manifest.ts';

/**
 * Writes the tar file of a backup. The name is taken only when all is written and on the disk.
 */
export class ArchiveWriter {
  readonly #path: string;
  readonly #partial: string;
  readonly #pack = pack();
  readonly #written: Promise<void>;
  readonly #failed = new AbortController();

  constructor(path: string) {
    this.#path = path;
    this.#partial = `${path}.partial`;
    // What people wrote is in it.
    const file = createWriteStream(this.#partial, { mode: 0o600, flush: true });
    this.#written = pipeline(this.#pack, file);
    this.#written.catch((error: unknown) => this.#failed.abort(error));
  }

  async add(name: string, data: Uint8Array): Promise<BackupPart> {
    const buffer = Buffer.from(data);
    this.#failed.signal.throwIfAborted();
    const entry = this.#pack.entry({ name, size: buffer.length, mode: 0o600 });
    entry.end(buffer);
    // The archive takes the next entry when this one has been read from it.
    await Promise.race([finished(entry), once(this.#failed.signal, 'abort')]);
    this.#failed.signal.throwIfAborted();
    return { name, sizeBytes: buffer.length, sha256: createHash('sha256').update(buffer).digest('hex') };
  }

  async close(manifest: BackupManifest): Promise<void> {
    await this.add(manifestName, Buffer.from(JSON.stringify(manifest, null, 2)));
    this.#pack.finalize();
    await this.#written;
    await rename(this.#partial, this.#path);
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    this.#pack.destroy();
    await this.#written.catch(() => undefined);
    await rm(this.#partial, { force: true });
  }
}

/** The entries of a backup in order, each as a whole: they are some MB. @throws BackupError `backup_unreadable` */
export async function* readArchive(path: string): AsyncGenerator<{ name: string; data: Buffer }> {
  const handle = await open(path);
  await handle.close();
  const archive = extract();
  const reading = pipeline(createReadStream(path), archive);
  // It is reported by the iteration below.
  reading.catch(() => undefined);
  try {
    for await (const entry of archive) {
      const pieces: Buffer[] = [];
      for await (const piece of entry) pieces.push(piece as Buffer);
      yield { name: entry.header.name, data: Buffer.concat(pieces) };
    }
  } catch (cause) {
    throw new BackupError('backup_unreadable', `${path} is no backup of Podium, or was cut short`, { cause });
  } finally {
    archive.destroy();
  }
}

/**
 * Reads a whole backup and compares every part with its checksum.
 *
 * @throws BackupError `backup_unreadable`, `backup_incomplete`, `backup_damaged`
 */
export async function verifyArchive(path: string, onBytes?: (bytes: number) => void): Promise<BackupManifest> {
  const found = new Map<string, string>();
  let manifest: BackupManifest | undefined;
  for await (const { name, data } of readArchive(path)) {
    if (name === manifestName) manifest = parsed(data, path);
    else found.set(name, createHash('sha256').update(data).digest('hex'));
    onBytes?.(data.length);
  }
  if (!manifest) throw new BackupError('backup_incomplete', `${path} ends before its manifest: it was cut short`);
  for (const { name, sha256 } of manifest.streams.flatMap(({ parts }) => parts)) {
    if (found.get(name) !== sha256) {
      throw new BackupError('backup_damaged', `${path} is damaged: ${name} does not have the checksum of its manifest`);
    }
  }
  return manifest;
}

function parsed(data: Buffer, path: string): BackupManifest {
  let manifest: BackupManifest;
  try {
    manifest = JSON.parse(data.toString()) as BackupManifest;
  } catch (cause) {
    throw new BackupError('backup_damaged', `The manifest of ${path} is no JSON`, { cause });
  }
  if (manifest.format === 'podium-backup' && manifest.version === 1) return manifest;
  throw new BackupError('backup_unreadable', `${path} was not made by this version of Podium`);
}
