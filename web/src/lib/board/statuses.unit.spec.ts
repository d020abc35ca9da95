import { describe, expect, it } from '@jest/globals';
import { taskStatusNames } from '@podium/board';
import { aTask } from '../../test/builders.ts';
import { mayMove, moveTargets, refusalOf } from './statuses.ts';

describe('mayMove', () => {
  it('follows the edges of the task', () => {
    expect(mayMove(aTask({ status: 'AI_REVIEW' }), 'HUMAN_REVIEW')).toBe(true);
    expect(mayMove(aTask({ status: 'TODO' }), 'DONE')).toBe(false);
    expect(mayMove(aTask({ status: 'AI_REVIEW' }), 'DONE')).toBe(false);
  });

  it('leads back to TODO from everywhere', () => {
    for (const status of taskStatusNames) expect(mayMove(aTask({ status }), 'TODO')).toBe(true);
  });

  it('keeps a card that an agent works on in its column', () => {
    const busy = aTask({ status: 'IN_PROGRESS', active_session_id: 's1' });
    expect(mayMove(busy, 'TODO')).toBe(false);
    expect(mayMove(busy, 'IN_PROGRESS')).toBe(true);
  });
});

describe('refusalOf', () => {
  it('says where a card can go instead', () => {
    expect(refusalOf(aTask(), 'DONE')).toBe('From To do a card goes to Planning or In progress.');
    expect(refusalOf(aTask({ status: 'DONE' }), 'AI_REVIEW')).toBe('From Done a card goes to To do.');
  });

  it('says that an agent has to be stopped first', () => {
    expect(refusalOf(aTask({ status: 'IN_PROGRESS', active_session_id: 's1' }), 'TODO')).toMatch(
      /Stop or cancel that first/,
    );
  });
});

describe('moveTargets', () => {
  it('offers only columns that can be reached', () => {
    expect(moveTargets(aTask({ status: 'HUMAN_REVIEW' }))).toEqual(['TODO', 'IN_PROGRESS', 'DONE']);
    expect(moveTargets(aTask())).toEqual(['PLANNING', 'IN_PROGRESS']);
  });
});
