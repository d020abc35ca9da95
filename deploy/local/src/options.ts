import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartError } from './start-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface StartOptions {
  /** The one public port, on loopback. */
  readonly port: number;
  /** Everything that Podium keeps. */
  readonly dataDir: string;
  /** Each service in a process of its own. */
  readonly split: boolean;
  /** So many processes of each service and of the web; more than one are always split. */
  readonly replicas: number;
  /** The longest pause before a process that ended is started again. */
  readonly longestPauseSeconds: number;
  /** Before each word of the demo model; its own default where absent. */
  readonly demoWordDelayMilliseconds: number | undefined;
  readonly help: boolean;
}

/** What `--help` shows; a file of its own, so that the start script can show it before anything is built. */
export const usage = readFileSync(new URL('../usage.txt', import.meta.url), 'utf8');

/**
 * Reads the command line and the environment.
 *
 * @param root the repository, which relative paths and the default data directory go by.
 * @throws StartError naming the flag or the variable that is wrong.
 */
export function readOptions(args: readonly string[], env: Environment, root: string): StartOptions {
  const flags = readFlags(args);
  const replicas = readReplicas(flags.replicas);
  return {
    split: flags.split || replicas > 1,
    replicas,
    help: flags.help,
    port: readPort(env['PORT']),
    dataDir: readDataDir(env['PODIUM_DATA'], root),
    longestPauseSeconds: readPause(env['PODIUM_RESTART_SECONDS']),
    demoWordDelayMilliseconds: readWordDelay(env['PODIUM_DEMO_WORD_DELAY_MS']),
  };
}

function readFlags(args: readonly string[]): { split: boolean; replicas: string; help: boolean } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        split: { type: 'boolean', default: false },
        replicas: { type: 'string', default: '1' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(`${reason}\n\n${usage}`, { cause });
  }
}

function readReplicas(text: string): number {
  if (/^[1-9]$/.test(text)) return Number(text);
  throw new StartError(`--replicas ${text} is not a number of processes. Use a number from 1 to 9, such as 2.`);
}

function readPort(text = ''): number {
  if (text === '') return 3000;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new StartError(`PORT=${text} is not a port. Use a number from 1 to 65535, such as PORT=3001 npm start.`);
  }
  return port;
}

function readPause(text = ''): number {
  if (text === '') return 10;
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds > 0 && seconds <= 3600) return seconds;
  throw new StartError(`PODIUM_RESTART_SECONDS=${text} is not a pause. Use a number of seconds above 0, such as 10.`);
}

function readWordDelay(text = ''): number | undefined {
  if (text === '') return undefined;
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new StartError(`PODIUM_DEMO_WORD_DELAY_MS=${text} is not a number of milliseconds, such as 30.`);
}

function readDataDir(text = '', root: string): string {
  if (text === '') return join(root, '.podium');
  if (text === '~' || text.startsWith('~/')) return join(homedir(), text.slice(1));
  return isAbsolute(text) ? text : resolve(root, text);
}
