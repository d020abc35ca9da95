import { describe, expect, it } from '@jest/globals';
import { agoText, elapsedText, exactText, momentText } from './time.ts';

describe('elapsedText', () => {
  it.each([
    [-500, '0s'],
    [59_999, '59s'],
    [188_000, '3m 08s'],
    [4_320_000, '1h 12m'],
  ])('%i ms is %s', (durationMs, text) => expect(elapsedText(durationMs)).toBe(text));
});

describe('agoText', () => {
  const nowMs = Date.parse('2026-01-02T00:00:00.000Z');
  it.each([
    ['2026-01-02T00:00:10.000Z', 'just now'],
    ['2026-01-01T23:55:00.000Z', '5 min ago'],
    ['2026-01-01T21:00:00.000Z', '3 h ago'],
    ['2025-12-31T00:00:00.000Z', '2 d ago'],
    ['2025-11-21T12:00:00.000Z', '21 Nov 2025'],
  ])('%s is %s', (time, text) => expect(agoText(time, nowMs)).toBe(text));
});

describe('momentText and exactText', () => {
  it('name the moment where the viewer is', () => {
    const local = new Date(2026, 10, 21, 1, 32, 7);
    const nowMs = new Date(2026, 11, 1).getTime();
    expect(momentText(local.toISOString(), nowMs)).toBe('21 Nov, 01:32:07');
    expect(momentText(new Date(2024, 0, 2, 23, 0, 0).toISOString(), nowMs)).toBe('2 Jan 2024, 23:00:00');
    expect(exactText(local.toISOString())).toMatch(/32:07.*[A-Z]/);
  });
});
