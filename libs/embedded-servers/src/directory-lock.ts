import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedServerError, systemErrorCode } from './errors.ts';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts';

/** What stands in a lock file: who holds it, and what others should know about the holder (its URL, its servers). */
export interface LockRecord {
  readonly owner: ProcessIdentity;
  readonly notes: Readonly<Record<string, string>>;
  /** Processes that the owner started and that must not outlive it. */
  readonly children: readonly ProcessIdentity[];
}

export interface DirectoryLock {
  /** What the previous owner left behind when it died without releasing the lock. */
  readonly abandoned: LockRecord | undefined;
  /** Replaces the notes and the children on record. */
  record(details: Partial<Pick<LockRecord, 'notes' | 'children'>>): void;
  release(): void;
}

/** Thrown with code `DIRECTORY_IN_USE`; tells who holds the directory. */
export class DirectoryInUseError extends EmbeddedServerError {
  constructor(
    readonly directory: string,
    readonly holder: LockRecord,
  ) {
    super('DIRECTORY_IN_USE', `${directory} is in use by process ${holder.owner.pid}. Stop that process first.`);
  }
}

/**
 * Takes a directory for this process alone. The lock of a process that is gone is taken over at once, so that a crash
 * never needs a hand.
 *
 * @throws DirectoryInUseError while another living process (or another lock of this one) holds it.
 */
export function lockDirectory(directory: string, fileName = 'lock.json'): DirectoryLock {
  makeDirectory(directory);
  const path = join(directory, fileName);
  const owner = identifyProcess(process.pid);
  if (owner === undefined) throw new EmbeddedServerError('SERVER_FAILED', 'This process cannot find itself.');
  let current: LockRecord = { owner, notes: {}, children: [] };
  const abandoned = take(directory, path, current);
  return {
    abandoned,
    record(details) {
      current = { ...current, ...details };
      writeAtomically(path, current);
    },
    release() {
      rmSync(path, { force: true });
    },
  };
}

function take(directory: string, path: string, mine: LockRecord): LockRecord | undefined {
  const own = temporaryName(path);
  writeFileSync(own, JSON.stringify(mine), { mode: 0o600 });
  let abandoned: LockRecord | undefined;
  try {
    for (;;) {
      if (tryLink(own, path)) return abandoned;
      const holder = readRecord(path);
      if (holder !== undefined && isRunning(holder.owner)) throw new DirectoryInUseError(directory, holder);
      abandoned = setAside(path, holder) ?? abandoned;
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Moves an abandoned lock away; if a rival has replaced it meanwhile, the rival's lock is put back. */
function setAside(path: string, expected: LockRecord | undefined): LockRecord | undefined {
  const aside = temporaryName(path);
  try {
    renameSync(path, aside);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const moved = readRecord(aside);
  if (moved !== undefined && JSON.stringify(moved) !== JSON.stringify(expected)) tryLink(aside, path);
  rmSync(aside, { force: true });
  return expected;
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** An unreadable record counts as abandoned: records appear complete (by link or rename), so it was never a lock. */
function readRecord(path: string): LockRecord | undefined {
  try {
    const record: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isRecord(record) ? record : undefined;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isRecord(value: unknown): value is LockRecord {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'owner' in value &&
    isIdentity(value.owner) &&
    'notes' in value &&
    'children' in value &&
    Array.isArray(value.children)
  );
}

function isIdentity(value: unknown): value is ProcessIdentity {
  if (typeof value !== 'object' || value === null) return false;
  return 'pid' in value && typeof value.pid === 'number' && 'began' in value && typeof value.began === 'string';
}

function writeAtomically(path: string, record: LockRecord): void {
  const next = temporaryName(path);
  writeFileSync(next, JSON.stringify(record), { mode: 0o600 });
  renameSync(next, path);
}

let temporaryNames = 0;
function temporaryName(path: string): string {
  temporaryNames += 1;
  return `${path}.${process.pid}.${temporaryNames}`;
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(temporaryProbe(directory), '');
    rmSync(temporaryProbe(directory));
  } catch (error) {
    const message = `${directory} cannot be written by this user (${systemErrorCode(error) ?? 'unknown error'}). Choose another directory or give this user the right to write there.`;
    throw new EmbeddedServerError('DIRECTORY_NOT_WRITABLE', message, { cause: error });
  }
}

function temporaryProbe(directory: string): string {
  return join(directory, `.writable.${process.pid}`);
}
