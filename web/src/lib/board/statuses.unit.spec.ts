import { describe, expect, it } from '@jest/globals';
import { taskStatusNames } from '@podium/board';
import { aTask } from '../../test/builders.ts';
import { mayMove, moveTargets, shownColumns } from './statuses.ts';

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

describe('columns', () => {
  it('shows planning only where it is used', () => {
    expect(shownColumns([aTask()])).not.toContain('PLANNING');
    expect(shownColumns([aTask({ status: 'PLANNING_REVIEW' })])).toEqual(taskStatusNames);
  });

  it('offers only shown columns that can be reached', () => {
    expect(moveTargets(aTask({ status: 'HUMAN_REVIEW' }), shownColumns([]))).toEqual(['TODO', 'IN_PROGRESS', 'DONE']);
    expect(moveTargets(aTask(), shownColumns([]))).toEqual(['IN_PROGRESS']);
  });
});
