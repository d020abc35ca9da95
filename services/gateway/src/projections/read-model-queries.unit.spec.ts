import { describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { ReadModel } from './read-model-queries.ts';

const dataSource = { query: () => Promise.resolve([]) } as unknown as DataSource;

describe('what the API reads', () => {
  it('is not available for a moment where the database goes away, also while a read waits for its tables', async () => {
    const away = new Error('Connection terminated due to connection timeout');
    const runner = { onApplied: () => () => undefined, waitFor: () => Promise.reject(away) };
    const reading = new ReadModel(dataSource, runner).query('SELECT 1');
    await expect(reading).rejects.toMatchObject({ status: 503, code: 'service_unavailable', cause: away });
  });

  it('fails with what is wrong where that does not pass', async () => {
    const wrong = new Error('no such thing');
    const runner = { onApplied: () => () => undefined, waitFor: () => Promise.reject(wrong) };
    await expect(new ReadModel(dataSource, runner).query('SELECT 1')).rejects.toBe(wrong);
  });
});
