import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { types } from 'node:util';
import { eventually } from '@podium/testing';

const path = join(tmpdir(), 'podium-docker-tests.lock');
const longestWaitSeconds = 1_800;

/**
 * Waits until no other process tests on the engine: names of containers are the engine's own, and who cleans up removes
 * everything. Release it at the end of the file.
 */
export async function lockEngine(): Promise<void> {
  await eventually(tryLock, { timeoutSeconds: longestWaitSeconds });
}

export function releaseEngine(): void {
  if (holder() === process.pid) rmSync(path, { force: true });
}

function tryLock(): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  const pid = holder();
  // Left behind: by a process that is gone, or by an earlier file that this one has run.
  if (pid !== undefined && (pid === process.pid || !isAlive(pid))) rmSync(path, { force: true });
  return false;
}

/** Undefined where nobody has it, or has just begun to. */
function holder(): number | undefined {
  try {
    return Number(readFileSync(path, 'utf8')) || undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

function codeOf(error: unknown): unknown {
  return types.isNativeError(error) && 'code' in error ? error.code : undefined;
}
