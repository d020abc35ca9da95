import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { systemErrorCode } from './system-errors.ts';

const run = promisify(execFile);

/**
 * A process that can be recognised after a restart of this service: the system gives process ids out again, so the id
 * alone would make a stranger look like our server.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, only ever compared for equality. */
  readonly began: string;
}

/** The identity of a running process, undefined where there is none (a zombie counts as none). */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  const began = process.platform === 'linux' ? await beganOnLinux(pid) : await beganByPs(pid);
  return began === undefined ? undefined : { pid, began };
}

/** Whether the very process that was identified earlier still runs. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  return (await identifyProcess(identity.pid))?.began === identity.began;
}

/**
 * Processes whose environment has `name=value`: on Linux all descendants of a marked process, orphans included. Elsewhere
 * the environment of others can't be read reliably and the answer is empty; the process group has to do.
 */
export async function markedProcesses(name: string, value: string): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  const marker = Buffer.from(`${name}=${value}\0`);
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number);
  const marked = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readIfThere(`/proc/${pid}/environ`);
      return environment && startsEntry(environment, marker) ? pid : undefined;
    }),
  );
  return marked.filter((pid) => pid !== undefined && pid !== process.pid) as number[];
}

/** Values that the variable has in any process, below a folder. Linux only; elsewhere there are none. */
export async function markedPods(name: string, below: string): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const values = await Promise.all(
    pids.map(async (pid) => {
      const environment = (await readIfThere(`/proc/${pid}/environ`))?.toString().split('\0') ?? [];
      return environment.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
    }),
  );
  return [...new Set(values)].filter((value) => value !== undefined && dirname(value) === below) as string[];
}

/** Kills a process group and settles when its leader is gone, with whatever carries the pod's marker. */
export async function killEverything(
  leader: ProcessIdentity | undefined,
  marker: { name: string; value: string },
): Promise<void> {
  if (leader && (await isRunning(leader))) {
    signalProcess(-leader.pid, 'SIGKILL');
    signalProcess(leader.pid, 'SIGKILL');
  }
  // Commands of an agent have groups of their own and may start others while they are being looked for.
  for (let round = 1; round <= 10; round += 1) {
    const left = await markedProcesses(marker.name, marker.value);
    for (const pid of left) signalProcess(pid, 'SIGKILL');
    if (left.length === 0 && !(leader && (await isRunning(leader)))) return;
    await sleep(20 * round);
  }
}

/** Sends a signal; a process that is gone already is fine. A negative id means a group. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (systemErrorCode(error) !== 'ESRCH') throw error;
  }
}

/** Settles with whether the process was gone in time. */
export async function waitUntilGone(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (await isRunning(identity)) {
    if (performance.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

async function beganOnLinux(pid: number): Promise<string | undefined> {
  const stat = (await readIfThere(`/proc/${pid}/stat`))?.toString();
  // The program's name stands in brackets and may hold spaces and brackets itself; proc(5) counts fields from 1.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startTicks] = [fields?.[0], fields?.[22 - 3]];
  if (state === undefined || startTicks === undefined || state === 'Z' || state === 'X') return undefined;
  // Ticks count from the boot: without its id a process of an earlier boot could pass for one of this boot.
  const bootId = (await readIfThere('/proc/sys/kernel/random/boot_id'))?.toString().trim() ?? '';
  return `${bootId}:${startTicks}`;
}

async function beganByPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
    const [state = '', ...began] = stdout.trim().split(/\s+/);
    return state.startsWith('Z') || began.length === 0 ? undefined : began.join(' ');
  } catch (error) {
    // ps ends with 1 where there is no such process; a missing ps must not look like a dead process.
    if (systemErrorCode(error) === 'ENOENT') throw error;
    return undefined;
  }
}

function startsEntry(environment: Buffer, marker: Buffer): boolean {
  const at = environment.indexOf(marker);
  return at === 0 || (at > 0 && environment[at - 1] === 0);
}

/** Undefined where the process ended meanwhile or belongs to somebody else. */
async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(systemErrorCode(error) ?? '')) return undefined;
    throw error;
  }
}
