import { existsSync, readFileSync } from 'node:fs';
import { processTree } from '@podium/stack-driver';

/** Linux counts in hundredths of a second, whatever its clock is. */
const millisecondsPerTick = 10;

/** Processor time that a process and everything that it started have taken so far; undefined where Linux is not there to tell. */
export function processorMilliseconds(pid: number): number | undefined {
  if (!existsSync('/proc/self/stat')) return undefined;
  return processTree(pid).reduce((sum, own) => sum + ticksOf(own) * millisecondsPerTick, 0);
}

/** The same of a process's first thread alone: in Node.js, the one that runs JavaScript. */
export function mainThreadMilliseconds(pid: number): number | undefined {
  return existsSync('/proc/self/stat')
    ? ticksOf(pid, `/proc/${pid}/task/${pid}/stat`) * millisecondsPerTick
    : undefined;
}

function ticksOf(pid: number, path = `/proc/${pid}/stat`): number {
  if (!existsSync(path)) return 0;
  const stat = readFileSync(path, 'utf8');
  // The name, in parentheses, may hold anything; after it utime and stime are the 12th and 13th fields of proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
