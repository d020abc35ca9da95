import { describe, expect, it } from '@jest/globals';
import { OutputKind, type OutputChunk } from '@podium/proto';
import { outputFaults } from './complete-output.ts';
import type { SentAnswer } from './recording-model.ts';

function chunk(number: number, text: string, partId: string, partOffset = 0): OutputChunk {
  return { sessionId: 's', number, kind: OutputKind.TEXT, text, time: '', partId, partOffset };
}

function sent(text: string, endedAtMs?: number): SentAnswer {
  const finish = endedAtMs === undefined ? undefined : 'stop';
  return { runtimeSessionId: 'ses', prompt: '', startedAtMs: 0, text, finish, endedAtMs };
}

const whole = [chunk(1, 'One two ', 'a'), chunk(2, 'three.', 'a', 8), chunk(3, 'Four.', 'b')];

describe('the comparison of output with what was sent', () => {
  it('has nothing to say of output that is complete', () =>
    expect(outputFaults(whole, [sent('One two three.\n\n', 10), sent('Four.', 20)])).toEqual([]));

  it('finds an answer that is missing', () =>
    expect(outputFaults(whole, [sent('One two three.', 10), sent('Four.', 20), sent('Five.', 30)])).toHaveLength(1));

  it('finds a gap and a repeat inside of an answer', () => {
    const gap = [chunk(1, 'One ', 'a'), chunk(2, 'three.', 'a', 8)];
    expect(outputFaults(gap, [sent('One two three.', 10)])).not.toEqual([]);
    const repeat = [chunk(1, 'One two ', 'a'), chunk(2, 'two three.', 'a', 4)];
    expect(outputFaults(repeat, [sent('One two three.', 10)])).not.toEqual([]);
  });

  it('finds an answer that stands there twice', () =>
    expect(outputFaults([chunk(1, 'Four.', 'a'), chunk(2, 'Four.', 'b')], [sent('Four.', 10)])).toHaveLength(1));

  it('takes what was cut off as far as it came, and nothing that was never sent', () => {
    expect(outputFaults([chunk(1, 'One two', 'a')], [sent('One two three.')])).toEqual([]);
    expect(outputFaults([chunk(1, 'One three', 'a')], [sent('One two three.')])).toHaveLength(1);
  });

  it('lets go of an answer that ended just before its agent was killed', () => {
    expect(outputFaults([], [sent('Four.', 1_000)], [{ atMs: 1_100 }])).toEqual([]);
    expect(outputFaults([], [sent('Four.', 1_000)], [{ atMs: 60_000 }])).toHaveLength(1);
  });
});
