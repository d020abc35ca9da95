import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { freeSubnets, isPool } from './subnets.ts';

const first = (pool: string, taken: readonly string[]): string | undefined =>
  freeSubnets(pool, taken).next().value ?? undefined;

describe('subnets of projects', () => {
  it('are handed out from the lowest one', () => {
    expect(first('10.213.0.0/16', [])).toBe('10.213.0.0/28');
    expect(first('10.213.0.0/16', ['10.213.0.0/28'])).toBe('10.213.0.16/28');
  });

  it('overlap with nobody, whatever its size, and don’t mind IPv6', () => {
    expect(first('10.213.0.0/16', ['10.213.0.0/24', 'fd00::/64', '172.17.0.0/16'])).toBe('10.213.1.0/28');
    expect(first('10.213.0.0/16', ['10.213.0.8/32'])).toBe('10.213.0.16/28');
  });

  it('come to an end', () => {
    expect([...freeSubnets('10.0.0.0/27', [])]).toEqual(['10.0.0.0/28', '10.0.0.16/28']);
    expect(first('10.0.0.0/16', ['10.0.0.0/8'])).toBeUndefined();
  });

  it('are all different when each is taken in its turn', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 28 }), fc.integer({ min: 1, max: 40 }), (length, count) => {
        const taken: string[] = [];
        for (let index = 0; index < count; index += 1) {
          const subnet = first(`192.168.16.0/${length}`, taken);
          if (subnet) taken.push(subnet);
        }
        expect(new Set(taken).size).toBe(taken.length);
        expect(taken).toHaveLength(Math.min(count, 2 ** (28 - length)));
      }),
    );
  });

  it.each(['10.0.0.0', '10.0.0.0/7', '10.0.0.0/29', 'fd00::/16', '10.0.0/16', 'x'])('"%s" is no pool', (text) => {
    expect(isPool(text)).toBe(false);
    expect(() => [...freeSubnets(text, [])]).toThrow(TypeError);
  });
});
