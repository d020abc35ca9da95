import { statSync } from 'node:fs';
import { open, statfs } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

export interface FullDiskOptions {
  /** Where the NATS server writes what went wrong. */
  readonly natsLogFile: string;
  readonly restartNats: () => Promise<void>;
  readonly say: (text: string) => void;
  /** Ends the watch. */
  readonly signal: AbortSignal;
  /** Free room where the log file is; asked of the system by default. */
  readonly freeMegabytes?: () => Promise<number>;
  readonly intervalSeconds?: number;
}

/** With less a restarted server would be full again at once. */
const enoughMegabytes = 50;
const failedWrite = /failed to store a msg .*no space left/;

/**
 * Brings the log back after the disk was full. A NATS server that could not write a message refuses all later ones of
 * that stream, also when there is room again, until it is started anew (measured with 2.14).
 */
export async function recoverFromFullDisk(options: FullDiskOptions): Promise<void> {
  const { natsLogFile, restartNats, say, signal, intervalSeconds = 2 } = options;
  const freeMegabytes = options.freeMegabytes ?? (() => askSystem(natsLogFile));
  let position = sizeOf(natsLogFile);
  let isFull = false;
  while (!signal.aborted) {
    await sleep(intervalSeconds * 1000, undefined, { signal, ref: false }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    const size = sizeOf(natsLogFile);
    if (signal.aborted) return;
    const wasFull = isFull;
    isFull ||= failedWrite.test(await readBetween(natsLogFile, position, size));
    position = size;
    if (!isFull) continue;
    const free = await freeMegabytes();
    if (free < enoughMegabytes) {
      if (!wasFull) say(`  ! The disk is full (${free} MB free): nothing can be changed until there is room again.`);
      continue;
    }
    say('  ! There is room on the disk again: NATS is started anew, because it does not write after a full disk.');
    await restartNats();
    position = sizeOf(natsLogFile);
    isFull = false;
  }
}

async function askSystem(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return Math.floor((bavail * bsize) / 1_000_000);
}

/** NATS begins a new file when it wants to: what is smaller than before is read from its beginning. */
async function readBetween(path: string, position: number, end: number): Promise<string> {
  const start = end < position ? 0 : position;
  if (end === start) return '';
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** At once, not in a while: what is written after the watch began must not count as old. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
