import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'nats';
import { lockDirectory, type DirectoryLock } from './directory-lock.ts';
import { EmbeddedServerError } from './errors.ts';
import { findNatsServer } from './packaged-binaries.ts';
import { endProcess, spawnServer, tailOf, type ProcessEnd, type ServerProcess } from './server-process.ts';

export interface NatsOptions {
  /** Holds the streams, the server's configuration and its log. One server at a time. */
  readonly storeDir: string;
  /** 0 or nothing: a free one. */
  readonly port?: number;
  /** How often written messages are forced to the disk: a duration such as `1s`, or `always`. What is younger can be lost at a power cut. */
  readonly syncInterval?: string;
  /** Taken to restart a server under its old URL; random otherwise. */
  readonly password?: string;
  /** Further lines for the server's configuration file. */
  readonly configExtras?: string;
}

export interface NatsServer {
  /** With user and password: nobody else on this machine can connect. */
  readonly url: string;
  readonly port: number;
  readonly password: string;
  readonly pid: number;
  /** Settles when the server is gone for any reason. */
  readonly ended: Promise<ProcessEnd>;
  /** Clean stop, within 3 seconds. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash would. The directory can be used again at once. */
  kill(): Promise<void>;
}

const readyWithinSeconds = 30;

/**
 * Starts a NATS server with JetStream on loopback and returns when it answers. A server that a crashed owner left on the
 * same directory is stopped first.
 *
 * @throws EmbeddedServerError `BINARY_MISSING`, `DIRECTORY_IN_USE`, `DIRECTORY_NOT_WRITABLE`, `SERVER_FAILED`, `SERVER_NOT_READY`.
 */
export async function startNats(options: NatsOptions): Promise<NatsServer> {
  const binary = findNatsServer();
  const lock = lockDirectory(options.storeDir);
  try {
    for (const child of lock.abandoned?.children ?? []) await endProcess(child, 'SIGTERM', 3);
    return await launch(binary, options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function launch(binary: string, options: NatsOptions, lock: DirectoryLock): Promise<NatsServer> {
  const password = options.password ?? randomBytes(24).toString('base64url');
  const configFile = join(options.storeDir, 'nats.conf');
  const logFile = join(options.storeDir, 'nats.log');
  writeFileSync(configFile, configuration(options, password), { mode: 0o600 });
  const server = await spawnServer({
    command: binary,
    args: ['-c', configFile],
    env: { PATH: process.env['PATH'], GOMEMLIMIT: '256MiB' },
    cwd: options.storeDir,
    logFile,
    signalOnOwnersDeath: 'SIGTERM',
  });
  lock.record({ children: [server.identity] });
  try {
    const port = await readPort(server, options.storeDir, logFile);
    const url = `nats://podium:${password}@127.0.0.1:${port}`;
    await waitUntilReady(server, url, logFile);
    return {
      url,
      port,
      password,
      pid: server.pid,
      ended: server.ended,
      stop: () => server.stop({ signal: 'SIGTERM', graceSeconds: 2.5 }).then(() => lock.release()),
      kill: () => server.kill().then(() => lock.release()),
    };
  } catch (error) {
    await server.kill();
    throw error;
  }
}

/** The configuration language takes quoted strings with JSON's escapes, so that any path can be written. */
function configuration(options: NatsOptions, password: string): string {
  return [
    `listen: "127.0.0.1:${options.port || -1}"`,
    `ports_file_dir: ${JSON.stringify(options.storeDir)}`,
    `authorization { user: podium, password: ${JSON.stringify(password)} }`,
    `jetstream { store_dir: ${JSON.stringify(join(options.storeDir, 'streams'))}, sync_interval: ${JSON.stringify(options.syncInterval ?? '1s')} }`,
    options.configExtras ?? '',
    '',
  ].join('\n');
}

/** The server writes the port that it took into a file; choosing one for it beforehand could collide. */
async function readPort(server: ServerProcess, storeDir: string, logFile: string): Promise<number> {
  const portsFile = join(storeDir, `nats-server_${server.pid}.ports`);
  await waitFor(server, logFile, () => Promise.resolve(existsSync(portsFile) && readFileSync(portsFile, 'utf8') !== ''));
  const ports: unknown = JSON.parse(readFileSync(portsFile, 'utf8'));
  rmSync(portsFile);
  const urls = typeof ports === 'object' && ports !== null && 'nats' in ports ? ports.nats : undefined;
  const url: unknown = Array.isArray(urls) ? urls[0] : undefined;
  if (typeof url !== 'string') throw new EmbeddedServerError('SERVER_FAILED', `${portsFile} names no port.`);
  return Number(new URL(url).port);
}

async function waitUntilReady(server: ServerProcess, url: string, logFile: string): Promise<void> {
  const address = new URL(url);
  await waitFor(server, logFile, async () => {
    try {
      const connection = await connect({
        servers: address.host,
        user: address.username,
        pass: address.password,
        reconnect: false,
        timeout: 1000,
      });
      // The account answers only when its streams have been recovered.
      await (await connection.jetstreamManager({ timeout: 2000 })).getAccountInfo();
      await connection.close();
      return true;
    } catch {
      return false;
    }
  });
}

async function waitFor(server: ServerProcess, logFile: string, condition: () => Promise<boolean>): Promise<void> {
  let end: ProcessEnd | undefined;
  void server.ended.then((how) => (end = how));
  const deadline = performance.now() + readyWithinSeconds * 1000;
  while (!(await condition())) {
    if (end !== undefined) {
      throw new EmbeddedServerError('SERVER_FAILED', `The NATS server ended while starting. Its last words:\n${tailOf(logFile)}`);
    }
    if (performance.now() > deadline) {
      throw new EmbeddedServerError(
        'SERVER_NOT_READY',
        `The NATS server did not answer in ${readyWithinSeconds} s. Its last words:\n${tailOf(logFile)}`,
      );
    }
    await sleep(10);
  }
}
