import { describe, expect, it } from '@jest/globals';
import { outputLines } from './output-lines.ts';
import type { OutputBlock, OutputKindName } from './output-log.ts';

const block = (id: number, kind: OutputKindName, text: string): OutputBlock => ({
  id,
  kind,
  partId: null,
  tool: null,
  text,
  time: '2026-01-01T00:00:00.000Z',
});
const nine = Array.from({ length: 9 }, (_, index) => `line ${index}`).join('\n');

describe('outputLines', () => {
  it('splits a block into lines and dates the first one', () => {
    const lines = outputLines([block(1, 'text', 'a\n\nb\n')], new Set());
    expect(lines.map(({ text, time }) => [text, time !== null])).toEqual([
      ['a', true],
      ['', false],
      ['b', false],
    ]);
  });

  it('folds a long tool answer and says how much is hidden', () => {
    const lines = outputLines([block(1, 'tool_result', nine)], new Set());
    expect(lines).toHaveLength(7);
    expect(lines.at(-1)).toMatchObject({ folded: 3, blockId: 1 });
    expect(outputLines([block(1, 'tool_result', nine)], new Set([1]))).toHaveLength(9);
  });

  it('never folds what the agent says', () => {
    expect(outputLines([block(1, 'text', nine)], new Set())).toHaveLength(9);
  });

  it('keeps the keys of lines stable while a block grows', () => {
    const before = outputLines([block(1, 'text', 'a\nb')], new Set()).map((line) => line.key);
    const after = outputLines([block(1, 'text', 'a\nb\nc')], new Set()).map((line) => line.key);
    expect(after.slice(0, 2)).toEqual(before);
  });
});
