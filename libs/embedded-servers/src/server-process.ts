import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedServerError, systemErrorCode } from './errors.ts';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts';

/** How a process came to its end. */
export interface ProcessEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A child process that keeps running by itself and does not keep this one alive. */
export interface ServerProcess {
  readonly pid: number;
  readonly identity: ProcessIdentity;
  /** Settles when the process is gone; never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** What it has written to its log since it started; the last lines where that is long. */
  output(): string;
  /** Asks politely with `signal`, then kills the process group after the grace time. Settles when it is gone. */
  stop(options: { signal: NodeJS.Signals; graceSeconds: number }): Promise<void>;
  /** SIGKILL to the whole process group. Settles when the process is gone. */
  kill(): Promise<void>;
}

export interface SpawnOptions {
  /** A program that changes the rights of the process and then becomes `command`, such as `unshare`, with its arguments. */
  readonly prefix?: readonly string[];
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Output is appended to this file: a pipe would break when this process dies first. */
  readonly logFile: string;
  /** What the process gets when this process dies, where the system can do that (Linux with setpriv). */
  readonly signalOnOwnersDeath: NodeJS.Signals;
}

/**
 * Starts a process in a group of its own: Ctrl-C in a terminal reaches every process of the terminal's group, and would
 * take the servers away from under services that still have to finish.
 *
 * @throws EmbeddedServerError `SERVER_FAILED` when the program cannot be run at all.
 */
export async function spawnServer(options: SpawnOptions): Promise<ServerProcess> {
  // A change of rights clears what setpriv asks for, so that setpriv comes after it.
  const prefix = [...(options.prefix ?? []), ...ownersDeathPrefix(options.signalOnOwnersDeath)];
  const [command = options.command, ...args] = [...prefix, options.command, ...options.args];
  const log = openLog(options.logFile);
  const logStart = fstatSync(log).size;
  let child: ChildProcess;
  try {
    child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ['ignore', log, log],
    });
  } finally {
    closeSync(log);
  }
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  const pid = await spawned(child, options.command);
  child.unref();
  const identity = identifyProcess(pid) ?? { pid, began: 'ended' };
  return {
    pid,
    identity,
    ended,
    output: () =>
      readFileSync(options.logFile).subarray(logStart).toString('utf8').trimEnd().split('\n').slice(-15).join('\n'),
    stop: ({ signal, graceSeconds }) => endProcess(identity, signal, graceSeconds),
    kill: () => endProcess(identity, 'SIGKILL', 0),
  };
}

function spawned(child: ChildProcess, command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0));
    child.once('error', (cause) => {
      reject(new EmbeddedServerError('SERVER_FAILED', `${command} cannot be run: ${cause.message}`, { cause }));
    });
  });
}

/**
 * Ends a process that this or an earlier process started, and its group with it. Does nothing if it is gone already.
 * Watches the process table rather than the child's `exit`, as the child may be another process's.
 */
export async function endProcess(
  identity: ProcessIdentity,
  signal: NodeJS.Signals,
  graceSeconds: number,
): Promise<void> {
  if (!isRunning(identity)) return;
  signalProcess(signal === 'SIGKILL' ? -identity.pid : identity.pid, signal);
  const graceEndsAt = performance.now() + graceSeconds * 1000;
  while (isRunning(identity)) {
    if (performance.now() >= graceEndsAt) {
      signalProcess(-identity.pid, 'SIGKILL');
      signalProcess(identity.pid, 'SIGKILL');
    }
    await sleep(10);
  }
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It may end between the look and the signal, and an earlier process may not have led a group.
    if (systemErrorCode(error) === 'ESRCH') return;
    throw error;
  }
}

const logSizeLimitBytes = 10_000_000;

/** One old log is kept: enough to look back, and the disk does not fill over the months. */
function openLog(logFile: string): number {
  const sizeBytes = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (sizeBytes > logSizeLimitBytes) renameSync(logFile, `${logFile}.1`);
  return openSync(logFile, 'a', 0o600);
}

let setprivWorks: boolean | undefined;

/**
 * The kernel can send a signal when the parent dies, even by SIGKILL; setpriv (util-linux) asks it to. Without it the
 * next start finds and stops what was left behind.
 */
function ownersDeathPrefix(signal: NodeJS.Signals): string[] {
  setprivWorks ??=
    process.platform === 'linux' &&
    spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true'], { stdio: 'ignore' }).status === 0;
  return setprivWorks ? ['setpriv', '--pdeathsig', signal.replace(/^SIG/, '')] : [];
}
