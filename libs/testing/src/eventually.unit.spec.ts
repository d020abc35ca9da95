import { describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.ts';

describe('eventually', () => {
  it('gives what the condition returns once it holds', async () => {
    const answers = [undefined, null, false, 'there'] as const;
    let looks = 0;
    expect(await eventually(() => answers[looks++], { pauseSeconds: 0 })).toBe('there');
    expect(looks).toBe(4);
  });

  it('takes a failed expectation for not yet', async () => {
    let looks = 0;
    await eventually(
      () => {
        expect(++looks).toBeGreaterThan(2);
        return true;
      },
      { pauseSeconds: 0 },
    );
    expect(looks).toBe(3);
  });

  it('takes 0 and the empty string for answers', async () => {
    expect(await eventually(() => 0)).toBe(0);
    expect(await eventually(() => '')).toBe('');
  });

  it('fails with the last failure as its cause', async () => {
    const cause = new Error('still nothing');
    const waiting = eventually(() => Promise.reject(cause), { timeoutSeconds: 0.01, pauseSeconds: 0 });
    await expect(waiting).rejects.toMatchObject({
      code: 'NOT_IN_TIME',
      message: expect.stringContaining('still nothing'),
      cause,
    });
  });
});
