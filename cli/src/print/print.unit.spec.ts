import { describe, expect, it } from '@jest/globals';
import { bytes, clipped, printable, seconds, time } from './format.ts';
import { fields, grouped, table } from './table.ts';

describe('table', () => {
  it('puts numbers to the right and text to the left, with wide characters in place', () => {
    expect(
      table(
        ['NAME', 'COUNT'],
        [
          ['a', 1],
          ['漢字', 12_345],
        ],
      ),
    ).toBe('NAME   COUNT\na          1\n漢字  12,345\n');
  });

  it('is empty without rows', () => expect(table(['NAME'], [])).toBe(''));
});

describe('formats', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1536, '1.5 KiB'],
    [45_607_936, '43.5 MiB'],
  ])('%d bytes', (count, text) => expect(bytes(count)).toBe(text));

  it.each([
    [0.04, '0.0 s'],
    [59, '59 s'],
    [75, '1 min 15 s'],
    [3_700, '1 h 1 min'],
  ])('%d seconds', (count, text) => expect(seconds(count)).toBe(text));

  it('times, cuts and digits', () => {
    expect(time('2026-01-31T12:00:00.123Z')).toBe('2026-01-31 12:00:00.123');
    expect(time('whenever')).toBe('whenever');
    expect(clipped('abcdef', 4)).toBe('abc…');
    expect(clipped('abcdef', undefined)).toBe('abcdef');
    expect(grouped(1_234_567)).toBe('1,234,567');
    expect(
      fields([
        ['A', 1],
        ['Long', undefined],
        ['Bc', 'x'],
      ]),
    ).toBe('A   1\nBc  x\n');
  });

  it('let nothing in data command a terminal', () => {
    expect(printable('a\u001b[31mb\r\nc\u009bd')).toBe('a [31mb  c d');
  });
});
