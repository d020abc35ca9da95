import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';

interface ProcessRow {
  pid: number;
  parent: number;
  residentKilobytes: number;
}

/** The process and everything that it started, children after their parents; empty where it is gone. */
export function processTree(pid: number): number[] {
  const rows = readProcesses();
  if (!rows.some((row) => row.pid === pid)) return [];
  const tree = [pid];
  for (const parent of tree) tree.push(...rows.filter((row) => row.parent === parent).map((row) => row.pid));
  return tree;
}

/**
 * The process's tree and, on Linux, every other process whose arguments or environment name the directory. The latter
 * finds what was handed to init when its parent was killed.
 */
export function processesOf(pid: number, directory: string): number[] {
  const tree = processTree(pid);
  if (!existsSync('/proc/self/stat')) return tree;
  const others = readProcesses()
    .map((row) => row.pid)
    .filter((other) => other !== process.pid && !tree.includes(other));
  return [...tree, ...others.filter((other) => names(other, directory))];
}

/** Those that a process has started itself. */
export function childrenOf(pid: number): number[] {
  return readProcesses()
    .filter((row) => row.parent === pid)
    .map((row) => row.pid);
}

/** Command line of a process, for people; empty where it has ended. Linux only. */
export function commandOf(pid: number): string {
  return (readIfThere(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim();
}

function names(pid: number, directory: string): boolean {
  return ['cmdline', 'environ'].some((file) => readIfThere(`/proc/${pid}/${file}`)?.includes(directory));
}

/** Memory that the process and everything that it started hold, shared pages counted in each. */
export function residentMegabytes(pid: number): number {
  const tree = new Set(processTree(pid));
  const rows = readProcesses().filter((row) => tree.has(row.pid));
  return rows.reduce((sum, row) => sum + row.residentKilobytes, 0) / 1024;
}

/** Those of the processes that still run. One that has ended and only waits for its parent does not. */
export function stillRunning(pids: readonly number[]): number[] {
  const running = new Set(readProcesses().map((row) => row.pid));
  return pids.filter((pid) => running.has(pid));
}

function readProcesses(): ProcessRow[] {
  return existsSync('/proc/self/stat') ? readProcFileSystem() : readProcessStatus();
}

/** Linux; small container images have no `ps`. */
function readProcFileSystem(): ProcessRow[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    const stat = readStat(pid);
    if (stat === undefined) return [];
    // The name, in parentheses, may hold anything; what follows are the third and later fields of proc(5).
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const residentKilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(readStatus(pid))?.[1] ?? 0);
    return state === 'Z' ? [] : [{ pid: Number(pid), parent: Number(parent), residentKilobytes }];
  });
}

const readStat = (pid: string) => readIfThere(`/proc/${pid}/stat`);
const readStatus = (pid: string) => readIfThere(`/proc/${pid}/status`) ?? '';

/** Undefined for a process that ended since it was listed, and for what another user's process keeps to itself. */
function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH', 'EACCES'].includes(String(error.code)))
      return undefined;
    throw error;
  }
}

function readProcessStatus(): ProcessRow[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss=,stat='], { encoding: 'utf8' });
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns.length === 4 && !columns[3]?.startsWith('Z'))
    .map(([pid, parent, rss]) => ({ pid: Number(pid), parent: Number(parent), residentKilobytes: Number(rss) }));
}
