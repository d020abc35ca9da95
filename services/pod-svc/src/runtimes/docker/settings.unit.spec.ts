import { describe, expect, it } from '@jest/globals';
import { amountOf } from './settings.ts';

describe('amounts as Kubernetes writes them', () => {
  it.each([
    ['500m', 0.5],
    ['1.5', 1.5],
    ['2Gi', 2_147_483_648],
    ['512Mi', 536_870_912],
    ['1G', 1_000_000_000],
  ])('%s is %d', (text, amount) => {
    expect(amountOf(text)).toBe(amount);
  });

  it.each(['', 'Gi', '1 Gi', '-1', '5Xi'])('"%s" is none', (text) => {
    expect(() => amountOf(text)).toThrow(TypeError);
  });
});
