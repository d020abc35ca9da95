import { describe, expect, it } from '@jest/globals';
import { derivedId, eventIdOf, type Aggregate } from '../index.ts';

const task: Aggregate = { projectId: 'p', context: 'task', id: 'a' };

describe('derived ids', () => {
  it('are the same for the same names and stay so for ever', () => {
    expect(derivedId('user:me', 'POST /api/projects', 'key')).toBe(derivedId('user:me', 'POST /api/projects', 'key'));
    expect(derivedId('a', 1)).toBe('28d52281-0f00-58cd-b03b-223bfa785304');
  });

  it('differ where the names are cut differently', () => {
    expect(derivedId('a b', 'c')).not.toBe(derivedId('a', 'b c'));
    expect(derivedId('1')).not.toBe(derivedId(1));
  });

  it('of facts differ by aggregate, cause, key and index', () => {
    const ids = [
      eventIdOf({ id: 'r' }, task, 0),
      eventIdOf({ id: 'r' }, task, 1),
      eventIdOf({ id: 's' }, task, 0),
      eventIdOf({ id: 'r', key: 'k' }, task, 0),
      eventIdOf({ id: 'r' }, { ...task, id: 'b' }, 0),
      eventIdOf({ id: 'r' }, { ...task, context: 'session' }, 0),
      eventIdOf({ id: 'r' }, { ...task, projectId: 'q' }, 0),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});
