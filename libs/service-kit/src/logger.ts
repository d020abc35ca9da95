import { pino, type Logger, type LoggerOptions } from 'pino';
import pretty from 'pino-pretty';

export type { Logger } from 'pino';

export interface LoggerSettings {
  /** Name of the service, in every line. */
  readonly service: string;
  readonly level: string;
  /** `pretty` is for a person at a terminal. Default `json`. */
  readonly format?: 'json' | 'pretty' | undefined;
  /** File to append to instead of standard output. */
  readonly file?: string | undefined;
}

/** Values under these names never reach a log line. */
const secretNames = [
  'password',
  'secret',
  'token',
  'authorization',
  'cookie',
  'apiKey',
  'PODIUM_SECRET',
  'DATABASE_URL',
];

/**
 * A service's own logger: one JSON line per entry, constant message, data in fields.
 *
 * Writes are synchronous: a killed process has lost no line that it logged. A file that can't be written, as on a full
 * disk, costs lines and nothing else: the service goes on, and says how many are missing as soon as it can.
 */
export function createLogger(settings: LoggerSettings): Logger {
  const options: LoggerOptions = {
    level: settings.level,
    base: { service: settings.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: secretNames.flatMap((name) => [name, `*.${name}`]),
  };
  const destination = pino.destination({
    dest: settings.file ?? 1,
    mkdir: true,
    append: true,
    sync: true,
    maxLength: keptWhileUnwritableCharacters,
  });
  const stream =
    settings.format === 'pretty'
      ? pretty({ destination, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss.l' })
      : destination;
  const logger = pino(options, stream);
  surviveFailures(destination, logger);
  return logger;
}

/** What waits in memory for a file that can't be written; the rest is lost. */
const keptWhileUnwritableCharacters = 1_000_000;

type Destination = ReturnType<typeof pino.destination>;

function surviveFailures(destination: Destination, logger: Logger): void {
  let lost = 0;
  let failure: Error | undefined;
  destination.on('error', (error: Error) => (failure = error));
  destination.on('drop', () => (lost += 1));
  destination.on('write', () => {
    if (failure === undefined) return;
    const news = { err: failure, lines: lost };
    failure = undefined;
    lost = 0;
    setImmediate(() => logger.warn(news, 'The log could not be written for a while'));
  });
}
