import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'nats';
import { lockDirectory, type DirectoryLock } from './directory-lock.ts';
import { EmbeddedServerError } from './errors.ts';
import { findNatsServer } from './packaged-binaries.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { endProcess, spawnServer, type ProcessEnd, type ServerProcess } from './server-process.ts';
import { untilReady } from './until-ready.ts';

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
  readonly identity: ProcessIdentity;
  /** Settles when the server is gone for any reason. */
  readonly ended: Promise<ProcessEnd>;
  /** Clean stop, within 3 seconds. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash would. The directory can be used again at once. */
  kill(): Promise<void>;
}

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
  writeFileSync(configFile, configuration(options, password), { mode: 0o600 });
  const server = await spawnServer({
    command: binary,
    args: ['-c', configFile],
    env: { PATH: process.env['PATH'], GOMEMLIMIT: '512MiB' },
    cwd: options.storeDir,
    logFile: join(options.storeDir, 'nats.log'),
    signalOnOwnersDeath: 'SIGTERM',
  });
  lock.record({ children: [server.identity] });
  try {
    const port = await readPort(server, options.storeDir);
    const url = `nats://podium:${password}@127.0.0.1:${port}`;
    await untilReady(server, 'The NATS server', () => askForAccount(url));
    return {
      url,
      port,
      password,
      pid: server.pid,
      identity: server.identity,
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
async function readPort(server: ServerProcess, storeDir: string): Promise<number> {
  const portsFile = join(storeDir, `nats-server_${server.pid}.ports`);
  return untilReady(server, 'The NATS server', () => {
    const ports: unknown = JSON.parse(readFileSync(portsFile, 'utf8'));
    rmSync(portsFile);
    const urls = typeof ports === 'object' && ports !== null && 'nats' in ports ? ports.nats : undefined;
    const url: unknown = Array.isArray(urls) ? urls[0] : undefined;
    if (typeof url !== 'string') throw new EmbeddedServerError('SERVER_FAILED', `${portsFile} names no port.`);
    return Promise.resolve(Number(new URL(url).port));
  });
}

/** The account answers only when the streams have been recovered. */
async function askForAccount(url: string): Promise<void> {
  const { host, username, password } = new URL(url);
  const connection = await connect({ servers: host, user: username, pass: password, reconnect: false, timeout: 1000 });
  try {
    const manager = await connection.jetstreamManager({ timeout: 2000 });
    await manager.getAccountInfo();
  } finally {
    await connection.close();
  }
}
