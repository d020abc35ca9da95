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
 * Writes are synchronous: a killed process has lost no line that it logged.
 */
export function createLogger(settings: LoggerSettings): Logger {
  const options: LoggerOptions = {
    level: settings.level,
    base: { service: settings.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: secretNames.flatMap((name) => [name, `*.${name}`]),
  };
  const destination = settings.file ?? 1;
  if (settings.format === 'pretty') {
    return pino(
      options,
      pretty({
        destination,
        mkdir: true,
        append: true,
        sync: true,
        ignore: 'pid,hostname',
        translateTime: 'SYS:HH:MM:ss.l',
      }),
    );
  }
  return pino(options, pino.destination({ dest: destination, mkdir: true, append: true, sync: true }));
}
