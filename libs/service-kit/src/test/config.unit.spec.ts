import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { baseConfigSchema, ConfigError, loadConfig } from '../config.ts';

const least = { NATS_URL: 'nats://n', DATABASE_URL: 'postgres://p', PODIUM_SECRET: 'sixteen or more.' };

describe('the configuration', () => {
  it('has defaults for all but what nobody can guess', () => {
    expect(loadConfig(baseConfigSchema, { ...least, HTTP_PORT: '', OTHER: 'x' })).toEqual({
      ...least,
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: 0,
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'json',
    });
  });

  it('names every bad key at once, and no value', () => {
    const schema = baseConfigSchema.extend({ WEB_URL: z.url() });
    const load = () =>
      loadConfig(schema, { ...least, NATS_URL: undefined, PODIUM_SECRET: 'short', HTTP_PORT: 'x', WEB_URL: 'web' });
    expect(load).toThrow(ConfigError);
    try {
      load();
    } catch (error) {
      const { issues, message } = error as ConfigError;
      expect(issues.map((issue) => issue.split(':')[0])).toEqual(['NATS_URL', 'HTTP_PORT', 'PODIUM_SECRET', 'WEB_URL']);
      expect(issues[0]).toBe('NATS_URL: is missing');
      expect(message).not.toContain('short');
    }
  });
});
