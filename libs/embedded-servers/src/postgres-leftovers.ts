import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemErrorCode } from './errors.ts';
import { identifyProcess, type ProcessIdentity } from './process-identity.ts';
import { endProcess } from './server-process.ts';

/**
 * Clears away what a server that was killed has left on its files: processes that still work there, and the note of its
 * process id, which would keep the next server from starting as soon as another program has been given that id.
 *
 * Only call this with the directory locked: nobody else's server can be there then.
 */
export async function clearLeftovers(clusterDir: string): Promise<void> {
  const pidFile = join(clusterDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const postmaster = livePostmaster(pidFile, clusterDir);
  if (postmaster !== undefined) await endProcess(postmaster, 'SIGINT', 5);
  for (const backend of processesWorkingIn(clusterDir)) await endProcess(backend, 'SIGKILL', 0);
  if (!existsSync(pidFile)) return;
  // Not removed: the rest of the file lets PostgreSQL see whether the old server's memory is still in use. It takes the id
  // of its own parent for an old note.
  writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^.*/, String(process.pid)));
}

function livePostmaster(pidFile: string, clusterDir: string): ProcessIdentity | undefined {
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  if (!Number.isInteger(pid) || process.platform !== 'linux') return undefined;
  const commandLine = ifReadable(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '';
  return commandLine.split('\0').includes(clusterDir) ? identifyProcess(pid) : undefined;
}

/** A killed server's connections may live on until they notice; PostgreSQL changes into the directory of its files. */
function processesWorkingIn(clusterDir: string): ProcessIdentity[] {
  if (process.platform !== 'linux') return [];
  const directory = realpathSync(clusterDir);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && ifReadable(() => readlinkSync(`/proc/${name}/cwd`)) === directory)
    .filter((name) => ifReadable(() => readFileSync(`/proc/${name}/comm`, 'utf8')) === 'postgres\n')
    .map((name) => identifyProcess(Number(name)))
    .filter((identity) => identity !== undefined);
}

/** Processes come and go while one looks, and not all of them may be looked at. */
function ifReadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(systemErrorCode(error) ?? '')) return undefined;
    throw error;
  }
}
