import { describe, expect, it } from '@jest/globals';
import { LogUnavailableError } from '@podium/event-sourcing';
import { backoffMs, defaultRetry, isForEver, sleep } from '../nest/retry.ts';

describe('retries', () => {
  it('wait between half and all of a doubling time, up to a limit', () => {
    for (const [attempt, full] of [
      [1, 200],
      [2, 400],
      [5, 3_200],
      [20, 30_000],
    ] as const) {
      for (let round = 0; round < 50; round += 1) {
        const milliseconds = backoffMs(attempt, defaultRetry);
        expect(milliseconds).toBeGreaterThanOrEqual(full / 2);
        expect(milliseconds).toBeLessThanOrEqual(full);
      }
    }
  });

  it('go on for ever where only the log is away', () => {
    expect(isForEver(new LogUnavailableError('away'))).toBe(true);
    expect(isForEver(Object.assign(new Error('from another copy of the class'), { code: 'log_unavailable' }))).toBe(
      true,
    );
    expect(isForEver(new TypeError('bug'))).toBe(false);
  });

  it('stop waiting when told', async () => {
    const stopping = new AbortController();
    const sleeping = sleep(1_000_000, stopping.signal);
    stopping.abort();
    await sleeping;
    await sleep(1_000_000, stopping.signal);
  });
});
