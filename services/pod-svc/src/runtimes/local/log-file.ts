import { open, stat, truncate, writeFile, type FileHandle } from 'node:fs/promises';
import { isMissing } from './system-errors.ts';

/** A log that grew past this keeps only its newest tenth. */
export const logLimitBytes = 10_000_000;

/** The newest lines of a log, oldest first; none where there is no log. */
export async function lastLines(path: string, lines: number): Promise<string[]> {
  const text = await tail(path, Math.min(logLimitBytes, lines * 2_000));
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-lines);
}

/**
 * Keeps a log from filling the disk. In place, because the writer keeps its file open (in append mode, so that it goes
 * on at the new end). What is written between the two steps is lost: a log, not a record.
 */
export async function capLog(path: string, limitBytes = logLimitBytes): Promise<void> {
  if ((await sizeBytesOf(path)) <= limitBytes) return;
  const kept = await tail(path, Math.floor(limitBytes / 10));
  await truncate(path, 0);
  await writeFile(path, kept, { flag: 'a' });
}

/** What was written after a place in the file; empty where there is no file. */
export async function readFrom(path: string, offsetBytes: number): Promise<string> {
  return read(path, (sizeBytes) => Math.min(offsetBytes, sizeBytes));
}

/** Size of a file, 0 where there is none. */
export async function sizeBytesOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

async function tail(path: string, bytes: number): Promise<string> {
  return read(path, (sizeBytes) => Math.max(0, sizeBytes - bytes));
}

async function read(path: string, startOf: (sizeBytes: number) => number): Promise<string> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
  try {
    const { size } = await file.stat();
    const start = startOf(size);
    const buffer = Buffer.alloc(size - start);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
