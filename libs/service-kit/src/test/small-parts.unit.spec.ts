import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { safeInteger, UnsafeIntegerError } from '../data-source.ts';
import { isDatabaseAway } from '../database-away.ts';
import { createLogger } from '../logger.ts';
import { NestLogger } from '../nest-logger.ts';
import { agentTokens, podPassword } from '../pod-password.ts';
import { shutDown } from '../shutdown.ts';

const directory = mkdtempSync(join(tmpdir(), 'podium-service-kit-'));
afterAll(() => rmSync(directory, { recursive: true }));

function logTo(name: string): { logger: ReturnType<typeof createLogger>; lines: () => Record<string, unknown>[] } {
  const file = join(directory, 'logs', name);
  const logger = createLogger({ service: 'test-svc', level: 'debug', file });
  const lines = () =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { logger, lines };
}

/** Where pino writes to: https://github.com/pinojs/pino/blob/main/docs/api.md#pino-symbols */
function destinationOf(logger: ReturnType<typeof createLogger>): NodeJS.EventEmitter {
  const stream: unknown = Reflect.get(logger, pino.symbols.streamSym);
  if (!(stream instanceof EventEmitter)) throw new TypeError('The logger has no stream');
  return stream;
}

describe('the log', () => {
  it('names the service in every line and hides secrets', () => {
    const { logger, lines } = logTo('own');
    logger.info({ project_id: 'p', password: 'hunter2', config: { PODIUM_SECRET: 'hunter2' } }, 'pod provisioned');
    expect(lines()).toMatchObject([{ level: 'info', service: 'test-svc', project_id: 'p', msg: 'pod provisioned' }]);
    expect(JSON.stringify(lines())).not.toContain('hunter2');
  });

  it('takes what Nest says, its start as debug', () => {
    const { logger, lines } = logTo('nest');
    const nest = new NestLogger(logger);
    nest.log('ThingsModule dependencies initialized', 'InstanceLoader');
    nest.log('Something happened', 'ThingsService');
    nest.error('It broke', 'Error: at line 1', 'ThingsService');
    nest.error(new Error('It broke too'), 'ThingsService');
    nest.warn({ odd: true }, 'ThingsService');
    expect(lines()).toMatchObject([
      { level: 'debug', context: 'InstanceLoader' },
      { level: 'info', context: 'ThingsService', msg: 'Something happened' },
      { level: 'error', msg: 'It broke', details: ['Error: at line 1'] },
      { level: 'error', msg: 'It broke too', err: { message: 'It broke too' } },
      { level: 'warn', data: { odd: true } },
    ]);
  });
});

describe('a log that can not be written', () => {
  // A device of Linux on which no space is left.
  const onLinux = process.platform === 'linux' ? it : it.skip;

  onLinux.each(['json', 'pretty'] as const)('costs nobody more than the lines (%s)', async (format) => {
    const logger = createLogger({ service: 'test-svc', level: 'debug', file: '/dev/full', format });
    const log = (): void => logger.error({ text: 'x'.repeat(1_000) }, 'something happened');
    for (let line = 0; line < 2_000; line += 1) expect(log).not.toThrow();
    // An error that nobody listens for ends the process a moment later.
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('says how many lines are missing once it can be written again', async () => {
    const { logger, lines } = logTo('failing');
    const destination = destinationOf(logger);
    destination.emit('error', Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
    for (let line = 0; line < 3; line += 1) destination.emit('drop', '');
    logger.info('there is room again');
    await new Promise((resolve) => setImmediate(resolve));
    expect(lines()).toMatchObject([
      { msg: 'there is room again' },
      { level: 'warn', lines: 3, err: { message: 'no space left' }, msg: 'The log could not be written for a while' },
    ]);
  });
});

describe('the password of a pod', () => {
  it('depends on the secret and the project, and on nothing else', () => {
    // printf opencode:project-1 | openssl dgst -sha256 -hmac secret -binary | basenc --base64url
    expect(podPassword('secret', 'project-1')).toBe('lk5m3lcTZL9ta1Vdjq5lMciqpSh_4zsb4ymqS5TpeJ8');
    expect(podPassword('secret', 'project-2')).not.toBe(podPassword('secret', 'project-1'));
    expect(podPassword('other', 'project-1')).not.toBe(podPassword('secret', 'project-1'));
    const { files, proxy } = agentTokens('secret', 'project-1');
    expect(new Set([files, proxy, podPassword('secret', 'project-1')]).size).toBe(3);
    expect(agentTokens('secret', 'project-2').files).not.toBe(files);
  });
});

describe('a bigint of PostgreSQL', () => {
  it('is a number where that is exact, and an error where it is not', () => {
    expect(safeInteger('-42')).toBe(-42);
    expect(safeInteger('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => safeInteger('9007199254740993')).toThrow(UnsafeIntegerError);
  });
});

describe('shutting down', () => {
  it('goes on after a step that fails and after one that never ends', async () => {
    const { logger, lines } = logTo('shutdown');
    const done: string[] = [];
    const step = (name: string, run: () => Promise<unknown>) => ({ name, share: 0.25, run });
    const steps = [
      step('first', async () => done.push('first')),
      step('failing', () => Promise.reject(new Error('no'))),
      { ...step('hanging', () => new Promise(() => undefined)), force: async () => done.push('forced') },
      step('last', async () => done.push('last')),
    ];
    const begun = performance.now();
    await shutDown(steps, 0.4, logger);
    expect(done).toEqual(['first', 'forced', 'last']);
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(lines()).toMatchObject([
      { step: 'failing', level: 'error' },
      { step: 'hanging', level: 'warn' },
    ]);
  });
});

describe('a database that is away', () => {
  const withCode = (message: string, code: string) => Object.assign(new Error(message), { code });

  it('is told from one that refuses', () => {
    expect(isDatabaseAway(withCode('terminating connection due to unexpected postmaster exit', '57P01'))).toBe(true);
    expect(isDatabaseAway(withCode('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED'))).toBe(true);
    expect(isDatabaseAway(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isDatabaseAway(withCode('duplicate key value violates unique constraint', '23505'))).toBe(false);
    expect(isDatabaseAway('57P01')).toBe(false);
  });
});
