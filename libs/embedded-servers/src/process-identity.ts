import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { systemErrorCode } from './errors.ts';

/**
 * A process that can be recognised later. The system gives process ids out again, in containers very soon, so that the
 * id alone would make a stranger look like our server.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the process began, in a form that is only ever compared for equality. */
  readonly began: string;
}

/** The identity of a running process, or undefined where there is none (a zombie counts as none). */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const began = process.platform === 'linux' ? beganOnLinux(pid) : beganByPs(pid);
  return began === undefined ? undefined : { pid, began };
}

/** Whether the very process that was identified earlier still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.began === identity.began;
}

function beganOnLinux(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  // The name of the program stands in brackets and may hold spaces and brackets itself; proc(5) numbers fields from 1.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startTicks] = [fields?.[0], fields?.[22 - 3]];
  if (state === undefined || startTicks === undefined || state === 'Z' || state === 'X') return undefined;
  // Ticks count from the boot: without its id a process of an earlier boot could be taken for one of this boot.
  const bootId = readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return `${bootId}:${startTicks}`;
}

function beganByPs(pid: number): string | undefined {
  try {
    const answer = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' });
    const [state = '', ...began] = answer.trim().split(/\s+/);
    return state.startsWith('Z') || began.length === 0 ? undefined : began.join(' ');
  } catch (error) {
    // ps ends with 1 when there is no such process; a missing ps is a fault that must not look like a dead process.
    if (systemErrorCode(error) === 'ENOENT') throw error;
    return undefined;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(systemErrorCode(error) ?? '')) return undefined;
    throw error;
  }
}
