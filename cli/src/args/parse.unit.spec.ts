import { describe, expect, it } from '@jest/globals';
import { collect, parseCount, parseId, parsePosition, parseTime } from './parse.ts';

const now = Date.parse('2026-01-31T12:00:00Z');

describe('parseTime', () => {
  it.each([
    ['90s', '2026-01-31T11:58:30.000Z'],
    ['10m', '2026-01-31T11:50:00.000Z'],
    ['2h', '2026-01-31T10:00:00.000Z'],
    ['3d', '2026-01-28T12:00:00.000Z'],
    ['1w', '2026-01-24T12:00:00.000Z'],
    ['2026-01-01', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01T10:00:00+01:00', '2026-01-01T09:00:00.000Z'],
  ])('reads %s', (text, expected) => expect(parseTime(text, now).toISOString()).toBe(expected));

  it.each(['', 'yesterday', '10', '10 m', '-5m', '2026-13-01', '01/02/2026'])('refuses %j', (text) => {
    expect(() => parseTime(text, now)).toThrow('Neither a time');
  });
});

describe('the other arguments', () => {
  it('are whole numbers, ids and lists', () => {
    expect(parsePosition('42')).toBe(42);
    expect(parseCount('0')).toBe(0);
    expect(parseId('a-1')).toBe('a-1');
    expect(parseId('_')).toBe('_');
    expect(collect('b', ['a'])).toEqual(['a', 'b']);
  });

  it.each(['0', '-1', '1.5', 'x', '', '99999999999999999999'])('no position is %j', (text) => {
    expect(() => parsePosition(text)).toThrow();
  });

  it.each(['A', 'a.b', '*', '>', 'a b', ''])('no id is %j', (text) => {
    expect(() => parseId(text)).toThrow('Ids are made of');
  });
});
