import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { safeInteger, UnsafeIntegerError } from '../data-source.ts';
import { createLogger } from '../logger.ts';
import { NestLogger } from '../nest-logger.ts';
import { podPassword } from '../pod-password.ts';
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

describe('the password of a pod', () => {
  it('depends on the secret and the project, and on nothing else', () => {
    // printf opencode:project-1 | openssl dgst -sha256 -hmac secret -binary | basenc --base64url
    expect(podPassword('secret', 'project-1')).toBe('lk5m3lcTZL9ta1Vdjq5lMciqpSh_4zsb4ymqS5TpeJ8');
    expect(podPassword('secret', 'project-2')).not.toBe(podPassword('secret', 'project-1'));
    expect(podPassword('other', 'project-1')).not.toBe(podPassword('secret', 'project-1'));
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
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(lines()).toMatchObject([
      { step: 'failing', level: 'error' },
      { step: 'hanging', level: 'warn' },
    ]);
  });
});
