import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-table.ts';
import { isMissing, systemErrorCode } from './system-errors.ts';

const identitySchema = z.object({ pid: z.int().positive(), began: z.string() });

const retryMs = 50;
let temporaryNames = 0;

/**
 * Takes a lock that one process of this machine holds at a time. That of a process that is gone is taken over at once.
 *
 * @param path of a file that is there while somebody holds the lock.
 * @returns how to release it; undefined while another process holds it.
 */
export async function tryLock(path: string): Promise<(() => Promise<void>) | undefined> {
  const own = await writeIdentity(path);
  try {
    for (;;) {
      if (await isLinked(own, path)) return () => rm(path, { force: true });
      const holder = await readIdentity(path);
      if (holder && (await isRunning(holder))) return undefined;
      await setAside(path, holder);
    }
  } finally {
    await rm(own, { force: true });
  }
}

/** As `tryLock`, and waits for whoever holds it; undefined where the waiting was called off. */
export async function lock(path: string, signal?: AbortSignal): Promise<(() => Promise<void>) | undefined> {
  while (!signal?.aborted) {
    const release = await tryLock(path);
    if (release) return release;
    await sleep(retryMs);
  }
  return undefined;
}

/** Notes in a file that this process is there. */
export async function leaveNote(path: string): Promise<void> {
  await rename(await writeIdentity(path), path);
}

/** Whether the process that left a note still runs. */
export async function isNoteOfLiving(path: string): Promise<boolean> {
  const writer = await readIdentity(path);
  return writer !== undefined && (await isRunning(writer));
}

/** Moves an abandoned lock away; if a rival has replaced it meanwhile, the rival's lock is put back. */
async function setAside(path: string, expected: ProcessIdentity | undefined): Promise<void> {
  const aside = temporaryName(path);
  try {
    await rename(path, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  const moved = await readIdentity(aside);
  if (moved && (moved.pid !== expected?.pid || moved.began !== expected.began)) await isLinked(aside, path);
  await rm(aside, { force: true });
}

async function isLinked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Complete at once, under a name of its own. */
async function writeIdentity(path: string): Promise<string> {
  const name = temporaryName(path);
  await writeFile(name, JSON.stringify(await identifyProcess(process.pid)), { mode: 0o600 });
  return name;
}

/** What can't be read was never a lock: locks appear whole. */
async function readIdentity(path: string): Promise<ProcessIdentity | undefined> {
  try {
    const parsed = identitySchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function temporaryName(path: string): string {
  temporaryNames += 1;
  return `${path}.${process.pid}.${temporaryNames}`;
}
