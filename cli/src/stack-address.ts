import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CliError, exitCodes } from './exit-codes.ts';

/** What a running local stack writes down about itself, in `run/stack.json` of its data directory. */
interface RunningStack {
  readonly natsUrl: string;
  readonly url: string;
  readonly pid: number;
}

export interface NatsAddress {
  readonly url: string;
  /** For messages: where the URL comes from. */
  readonly source: string;
}

/**
 * Which NATS to talk to: `--nats`, else NATS_URL, else that of the local stack that runs on PODIUM_DATA.
 *
 * @throws CliError where nothing tells.
 */
export function natsAddress(
  flag: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  root = repositoryRoot(),
): NatsAddress {
  if (flag) return { url: checked(flag, '--nats'), source: '--nats' };
  if (env['NATS_URL']) return { url: checked(env['NATS_URL'], 'NATS_URL'), source: 'NATS_URL' };
  const file = join(dataDirectory(env['PODIUM_DATA'], root), 'run', 'stack.json');
  const stack = readStack(file);
  if (stack) return { url: stack.natsUrl, source: file };
  throw new CliError(exitCodes.unreachable, 'stack_not_running', `No Podium runs here: there is no ${file}`, {
    hint: 'Start it with "npm start", or name its NATS with --nats nats://user:password@host:4222 or NATS_URL.',
  });
}

/** The same directory as `npm start` takes. */
function dataDirectory(text: string | undefined, root: string): string {
  if (!text) return join(root, '.podium');
  if (text === '~' || text.startsWith('~/')) return join(homedir(), text.slice(1));
  return isAbsolute(text) ? text : resolve(root, text);
}

function readStack(file: string): RunningStack | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const stack = JSON.parse(text) as RunningStack;
  // A stack that was killed leaves its file behind.
  return isRunning(stack.pid) ? stack : undefined;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, as another user.
    return systemErrorCode(error) === 'EPERM';
  }
}

function systemErrorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function checked(url: string, source: string): string {
  for (const server of url.split(',')) {
    if (!URL.canParse(server.trim()) || !/^(nats|tls):$/.test(new URL(server.trim()).protocol)) {
      throw new CliError(exitCodes.usage, 'usage', `${source} is no URL of a NATS server: ${JSON.stringify(server)}`, {
        hint: 'It looks like nats://user:password@host:4222.',
      });
    }
  }
  return url;
}

function repositoryRoot(): string {
  return fileURLToPath(new URL('../..', import.meta.url));
}
