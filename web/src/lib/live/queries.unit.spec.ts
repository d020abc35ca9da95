import { describe, expect, it } from '@jest/globals';
import { aBoard, aFact } from '../../test/builders.ts';
import { foldBoardFacts } from './queries.ts';

const created = (position: number, id: string, project?: string) =>
  aFact(position, 'podium.task.v1.TaskCreated', id, { taskId: id, title: id, description: '', rank: id }, project);

describe('foldBoardFacts', () => {
  it('folds the facts of its project and no others', () => {
    const board = foldBoardFacts(aBoard(), [created(2, 'a'), created(3, 'b', 'p2'), created(4, 'c')]);
    expect(board?.tasks.map((task) => task.id)).toEqual(['a', 'c']);
    expect(board?.position).toBe(4);
  });

  it('ignores what the board contains already', () => {
    const board = aBoard({ position: 5 });
    expect(foldBoardFacts(board, [created(5, 'a')])).toBe(board);
  });

  it('ends with the project', () => {
    expect(
      foldBoardFacts(aBoard(), [aFact(2, 'podium.project.v1.ProjectDeleted', 'p1', {}), created(3, 'a')]),
    ).toBeNull();
  });
});
