import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Parts of Nest that tell at every start which modules and routes there are. */
const chattyContexts = new Set([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'NestMicroservice',
  'RouterExplorer',
  'RoutesResolver',
  'WebSocketsController',
]);

/**
 * Lets Nest write through pino. What Nest says about its own start goes to `debug`.
 *
 * Nest keeps one logger for the whole process, so with several services in one process these lines can't tell
 * which service they belong to. Services themselves log through the logger that they are given.
 */
export class NestLogger implements LoggerService {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  log(message: unknown, ...rest: unknown[]): void {
    const { context, fields } = split(rest);
    this.#write(context && chattyContexts.has(context) ? 'debug' : 'info', message, fields);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.#write('error', message, split(rest).fields);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.#write('warn', message, split(rest).fields);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.#write('debug', message, split(rest).fields);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.#write('trace', message, split(rest).fields);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.#write('fatal', message, split(rest).fields);
  }

  #write(level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal', message: unknown, fields: object): void {
    if (message instanceof Error) this.#logger[level]({ ...fields, err: message }, message.message);
    else if (typeof message === 'string') this.#logger[level](fields, message);
    else this.#logger[level]({ ...fields, data: message }, 'message of the framework');
  }
}

/** Nest passes the context last, and before it a stack or more values. */
function split(rest: readonly unknown[]): { context: string | undefined; fields: object } {
  const last = rest.at(-1);
  const context = typeof last === 'string' ? last : undefined;
  const values = context === undefined ? rest : rest.slice(0, -1);
  return { context, fields: { ...(context ? { context } : {}), ...(values.length > 0 ? { details: values } : {}) } };
}
