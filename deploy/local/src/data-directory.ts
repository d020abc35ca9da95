import { createHmac, randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  DirectoryInUseError,
  EmbeddedServerError,
  lockDirectory,
  systemErrorCode,
  type DirectoryLock,
} from '@podium/embedded-servers';
import { StartError } from './start-error.ts';

/** Everything that Podium keeps on this machine, held by this process alone. */
export interface DataDirectory {
  readonly path: string;
  readonly logFile: string;
  readonly runDir: string;
  /** From which keys and passwords are derived; made at the first start. */
  readonly secret: string;
  readonly lock: DirectoryLock;
}

/**
 * Takes the directory for this instance.
 *
 * @throws StartError when another instance runs on it, or it cannot be written; names that instance and the fix.
 */
export function openDataDirectory(path: string, url: string): DataDirectory {
  const lock = takeLock(path);
  lock.record({ notes: { url } });
  try {
    checkOwner(path);
    for (const folder of ['logs', 'run']) mkdirSync(join(path, folder), { recursive: true, mode: 0o700 });
    const logFile = join(path, 'logs', 'podium.log');
    keepOneOldLog(logFile);
    return { path, logFile, runDir: join(path, 'run'), secret: readSecret(join(path, 'secret')), lock };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A password for one purpose, the same at every start. */
export function derivePassword(secret: string, purpose: string): string {
  return createHmac('sha256', secret).update(purpose).digest('base64url');
}

function takeLock(path: string): DirectoryLock {
  try {
    return lockDirectory(path, 'lock');
  } catch (error) {
    if (error instanceof DirectoryInUseError) {
      const { pid } = error.holder.owner;
      const url = error.holder.notes['url'] ?? 'an unknown address';
      throw new StartError(
        `Podium already runs on ${path} (process ${pid}, ${url}). Open that address, or stop it with "kill ${pid}", or start ` +
          `a second Podium beside it: PORT=3001 PODIUM_DATA=${JSON.stringify(`${path}-2`)} npm start`,
        { cause: error },
      );
    }
    if (error instanceof EmbeddedServerError) {
      throw new StartError(`${error.message} For another directory: PODIUM_DATA=/path/of/yours npm start`, {
        cause: error,
      });
    }
    throw error;
  }
}

/** A start as root leaves files that an ordinary user's next start stumbles over, each in a way of its own. */
function checkOwner(path: string): void {
  const needed = ['secret', 'logs', 'logs/podium.log', 'run', 'nats', 'nats/nats.log', 'postgres', 'postgres/v18'];
  const closed = needed.map((name) => join(path, name)).find((entry) => existsSync(entry) && !isWritable(entry));
  if (closed === undefined) return;
  throw new StartError(
    `${closed} belongs to another user, as if Podium had been started by root there. Take it back:\n\n` +
      `  sudo chown -R "$(id -un)" ${JSON.stringify(path)}\n\nor choose another directory: PODIUM_DATA=/path/of/yours npm start`,
  );
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EACCES') return false;
    throw error;
  }
}

function readSecret(path: string): string {
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  const secret = readFileSync(path, 'utf8').trim();
  if (secret.length >= 32) return secret;
  throw new StartError(
    `${path} does not hold a secret. Put the original back; without it nothing that was encrypted can be read.`,
  );
}

const logSizeLimitBytes = 10_000_000;

function keepOneOldLog(logFile: string): void {
  const sizeBytes = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (sizeBytes > logSizeLimitBytes) renameSync(logFile, `${logFile}.1`);
}
