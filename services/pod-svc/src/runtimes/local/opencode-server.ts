import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { RuntimeError } from '../runtime.ts';
import { lastLines, readFrom, sizeBytesOf } from './log-file.ts';
import { identifyProcess, type ProcessIdentity } from './process-table.ts';

export interface LaunchOptions {
  readonly program: string;
  readonly workspacePath: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logPath: string;
  /** Name for the endpoint of a server that listens on all addresses; undefined for one on loopback alone. */
  readonly publicHost?: string | undefined;
  readonly startTimeoutSeconds: number;
  readonly signal: AbortSignal;
  /** Called as soon as there is a process, so that it can be written down before anything else happens. */
  readonly onSpawned: (identity: ProcessIdentity) => Promise<unknown>;
}

/** A started server. */
export interface LaunchedServer {
  readonly identity: ProcessIdentity;
  /** Without a path or a slash at its end. */
  readonly endpoint: string;
  /** How it ended, once it has. Only the process that started it can tell. */
  readonly end: () => string | undefined;
}

const portAttempts = 3;

/**
 * Starts `opencode serve` in a process group of its own and returns when it says that it listens. It outlives this
 * process. On an error the caller has to end what `onSpawned` told of.
 *
 * @throws RuntimeError `start_failed`, `start_timeout`, `aborted`.
 */
export async function launchOpencode(options: LaunchOptions): Promise<LaunchedServer> {
  for (let attempt = 1; ; attempt += 1) {
    // Its own choice for port 0 is 4096 where that is free: then the next project would get the address of the last one.
    const port = await freePort();
    try {
      return await launchOn(port, options);
    } catch (error) {
      const portWasTaken =
        error instanceof RuntimeError && /EADDRINUSE|ServeError|port \d+ in use/i.test(error.message);
      if (!portWasTaken || attempt >= portAttempts) throw error;
    }
  }
}

async function launchOn(port: number, options: LaunchOptions): Promise<LaunchedServer> {
  const logStart = await sizeBytesOf(options.logPath);
  const hostname = options.publicHost === undefined ? '127.0.0.1' : '0.0.0.0';
  const child = spawnDetached(['serve', '--port', String(port), '--hostname', hostname], options);
  let end: string | undefined;
  child.once('exit', (code, signal) => (end = signal ? `signal ${signal}` : `exit code ${code}`));
  const pid = await untilSpawned(child, options.program);
  child.unref();
  const identity = (await identifyProcess(pid)) ?? { pid, began: 'ended' };
  await options.onSpawned(identity);
  const listening = await untilListening(options, logStart, () => end);
  const endpoint = options.publicHost === undefined ? listening : `http://${options.publicHost}:${port}`;
  return { identity, endpoint, end: () => end };
}

/** Output goes to a file: a pipe would break when this process ends first. */
function spawnDetached(args: readonly string[], options: LaunchOptions): ChildProcess {
  const log = openSync(options.logPath, 'a', 0o600);
  try {
    return spawn(options.program, args, {
      cwd: options.workspacePath,
      env: options.environment,
      detached: true,
      stdio: ['ignore', log, log],
    });
  } finally {
    closeSync(log);
  }
}

function untilSpawned(child: ChildProcess, program: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0));
    child.once('error', (cause) => {
      reject(new RuntimeError('start_failed', `${program} cannot be run: ${cause.message}`, false, { cause }));
    });
  });
}

/** Before it says so, the port takes connections that never get an answer. */
async function untilListening(
  options: LaunchOptions,
  logStart: number,
  end: () => string | undefined,
): Promise<string> {
  const deadline = performance.now() + options.startTimeoutSeconds * 1000;
  for (;;) {
    const endpoint = /listening on (http:\/\/\S+?)\/?\s/.exec(await readFrom(options.logPath, logStart))?.[1];
    if (endpoint) return endpoint;
    if (options.signal.aborted) throw new RuntimeError('aborted', 'The pod was stopped while it started.', true);
    const ended = end();
    if (ended) {
      throw new RuntimeError(
        'start_failed',
        `OpenCode ended with ${ended} while starting. ${await lastWords(options)}`,
        true,
      );
    }
    if (performance.now() > deadline) {
      const message = `OpenCode did not start within ${options.startTimeoutSeconds} seconds. ${await lastWords(options)}`;
      throw new RuntimeError('start_timeout', message, true);
    }
    await sleep(50);
  }
}

async function lastWords({ logPath }: LaunchOptions): Promise<string> {
  const lines = await lastLines(logPath, 5);
  return lines.length === 0 ? 'It wrote nothing to its log.' : `Its last words: ${lines.join(' | ').slice(0, 2_000)}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('A TCP server has no port'));
        else resolve(address.port);
      });
    });
  });
}
