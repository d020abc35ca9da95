import { describe, expect, it } from '@jest/globals';
import type { OutputChunk } from '@podium/proto';
import { appendOutput, emptyOutput, latestStep, type OutputLog } from './output-log.ts';

const chunk = (number: number, kind: string, text: string, more: Partial<OutputChunk> = {}) => ({
  sequence: 100 + number,
  chunk: {
    sessionId: 's',
    number,
    kind: `OUTPUT_KIND_${kind}`,
    text,
    time: '2026-01-01T00:00:00.000Z',
    partOffset: 0,
    ...more,
  } as OutputChunk,
});

const append = (log: OutputLog, ...chunks: ReturnType<typeof chunk>[]): OutputLog => {
  const after = appendOutput(log, chunks);
  if (!after) throw new Error('A chunk is missing');
  return after;
};

describe('appendOutput', () => {
  it('joins the fragments of one part and keeps parts apart', () => {
    const log = append(
      emptyOutput,
      chunk(1, 'TEXT', 'Hel', { partId: 'a' }),
      chunk(2, 'TEXT', 'lo\nworld', { partId: 'a' }),
      chunk(3, 'TEXT', 'Next', { partId: 'b' }),
    );
    expect(log.items.map((item) => item.text)).toEqual(['Hello\nworld', 'Next']);
  });

  it('keeps tool calls and statuses as lines of their own', () => {
    const log = append(
      emptyOutput,
      chunk(1, 'STATUS', 'one'),
      chunk(2, 'STATUS', 'two'),
      chunk(3, 'TOOL', 'read a', { partId: 'p:call', tool: 'read' }),
      chunk(4, 'TOOL', 'read b', { partId: 'q:call', tool: 'read' }),
    );
    expect(log.items.map((item) => item.text)).toEqual(['one', 'two', 'read a', 'read b']);
  });

  it('ignores what is there already, so that a resumed stream repeats nothing', () => {
    const first = append(emptyOutput, chunk(1, 'TEXT', 'a', { partId: 'p' }), chunk(2, 'TEXT', 'b', { partId: 'p' }));
    const again = append(first, chunk(1, 'TEXT', 'a', { partId: 'p' }), chunk(2, 'TEXT', 'b', { partId: 'p' }));
    expect(again).toBe(first);
    expect(append(first, chunk(2, 'TEXT', 'b'), chunk(3, 'TEXT', 'c', { partId: 'p' })).items[0]?.text).toBe('abc');
  });

  it('reports a gap instead of hiding it', () => {
    expect(appendOutput(emptyOutput, [chunk(2, 'TEXT', 'b')])).toBeNull();
  });

  it('ends with the last chunk and remembers where to resume', () => {
    const log = append(emptyOutput, chunk(1, 'TEXT', 'a', { partId: 'p' }), chunk(2, 'DONE', ''));
    expect(log).toMatchObject({ done: true, lastNumber: 2, lastSequence: 102 });
    expect(log.items.map(({ kind }) => kind)).toEqual(['message', 'done']);
  });
});

describe('latestStep', () => {
  it('is the newest tool call, whatever it answered', () => {
    const log = append(
      emptyOutput,
      chunk(1, 'TOOL', 'edit src/app.ts', { partId: 'p', tool: 'edit' }),
      chunk(2, 'TOOL_RESULT', '+1 -1', { partId: 'q', tool: 'edit' }),
    );
    expect(latestStep(log)).toBe('edit src/app.ts');
  });

  it('says that the agent thinks or writes', () => {
    expect(latestStep(append(emptyOutput, chunk(1, 'REASONING', 'hm', { partId: 'p' })))).toBe('thinking');
    expect(latestStep(append(emptyOutput, chunk(1, 'TEXT', 'so', { partId: 'p' })))).toBe('writing');
    expect(latestStep(emptyOutput)).toBeNull();
  });
});
