import { describe, expect, it } from '@jest/globals';
import type { TimelineMark } from '@podium/board';
import { trackMarks } from './track-marks.ts';

const marks = (...kinds: TimelineMark['kind'][]): TimelineMark[] =>
  kinds.map((kind, index) => ({ kind, position: index + 1, time: '2026-01-01T00:00:00.000Z', label: kind }));

describe('trackMarks', () => {
  it('spreads the changes evenly', () => {
    expect(trackMarks(marks('created', 'moved', 'completed'), 100)).toEqual([
      { kind: 'created', at: 0 },
      { kind: 'moved', at: 0.5 },
      { kind: 'completed', at: 1 },
    ]);
  });

  it('draws what matters most where there is no room for all', () => {
    const many = marks(...Array.from({ length: 900 }, (_, index) => (index === 450 ? 'failed' : 'pod')));
    const drawn = trackMarks(many, 40);
    expect(drawn).toHaveLength(41);
    expect(drawn.filter((mark) => mark.kind === 'failed')).toHaveLength(1);
  });

  it('draws one change at the end', () => {
    expect(trackMarks(marks('created'), 100)).toEqual([{ kind: 'created', at: 1 }]);
  });
});
