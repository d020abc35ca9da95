import { describe, expect, it } from '@jest/globals';
import type { EventEnvelope, RecordedFact } from '@podium/proto';
import { factFilter } from './filter.ts';
import { chainTo, linked, type StoryEntry } from './story.ts';

const fact = (overrides: object): RecordedFact =>
  ({
    type: 'podium.task.v1.TaskMoved',
    subject: 'p-1/task/t-1',
    time: '2026-01-31T12:00:00.000Z',
    ...overrides,
  }) as RecordedFact;

describe('factFilter', () => {
  it.each([
    [{}, true],
    [{ project: 'p-1' }, true],
    [{ project: 'p' }, false],
    [{ type: ['TaskMoved'] }, true],
    [{ type: ['taskmoved'] }, true],
    [{ type: ['podium.task.v1.TaskMoved'] }, true],
    [{ type: ['Task*'] }, true],
    [{ type: ['*moved'] }, true],
    [{ type: ['Moved'] }, false],
    [{ type: ['Session*', 'TaskMoved'] }, true],
    [{ type: ['podium.task.v1?TaskMoved'] }, false],
    [{ since: new Date('2026-01-31T12:00:00Z') }, true],
    [{ since: new Date('2026-01-31T12:00:00.001Z') }, false],
    [{ until: new Date('2026-01-31T12:00:00Z') }, false],
    [{ until: new Date('2026-01-31T12:00:00.001Z') }, true],
  ])('%j: %s', (options, expected) => expect(factFilter(options)(fact({}))).toBe(expected));

  it('compares times of other zones by the moment', () => {
    const isWanted = factFilter({ since: new Date('2026-01-31T12:00:00Z') });
    expect(isWanted(fact({ time: '2026-01-31T13:00:00+01:00' }))).toBe(true);
    expect(isWanted(fact({ time: '2026-01-31T12:59:59+01:00' }))).toBe(false);
  });
});

describe('a story', () => {
  const entry = (id: string, causationid: string): StoryEntry => ({
    kind: 'fact',
    sequence: 0,
    event: { id, causationid } as EventEnvelope,
    effects: [],
  });

  it('links effects below their causes; what has lost its cause is a root', () => {
    const roots = linked([entry('a', 'a'), entry('b', 'a'), entry('c', 'b'), entry('d', 'gone'), entry('e', 'a')]);
    expect(roots.map(({ event }) => event.id)).toEqual(['a', 'd']);
    expect(roots[0]?.effects.map(({ event }) => event.id)).toEqual(['b', 'e']);
    expect(chainTo(roots, 'c').map(({ event }) => event.id)).toEqual(['a', 'b', 'c']);
    expect(chainTo(roots, 'nobody')).toEqual([]);
  });
});
