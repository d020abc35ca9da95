import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from '@podium/service-kit';
import { sessionConfigSchema } from './config.ts';

const needed = {
  NATS_URL: 'nats://127.0.0.1:4222',
  DATABASE_URL: 'postgresql://podium@127.0.0.1/podium',
  PODIUM_SECRET: 'a secret of sixteen characters or more',
};

function pauses(text?: string): readonly number[] {
  return loadConfig(sessionConfigSchema, { ...needed, PODIUM_RETRY_SECONDS: text }).PODIUM_RETRY_SECONDS;
}

describe('the pauses between tries', () => {
  it('are three, each longer than the one before, where nobody says anything else', () => {
    expect(pauses()).toEqual([10, 40, 160]);
    expect(pauses('')).toEqual([10, 40, 160]);
  });

  it('are as many as there are numbers, or none', () => {
    expect(pauses('1, 2.5')).toEqual([1, 2.5]);
    expect(pauses('none')).toEqual([]);
  });

  it.each(['1,,2', 'soon', '-1', '1;2', '100000'])('are not %j', (text) => {
    expect(() => pauses(text)).toThrow(ConfigError);
  });
});
