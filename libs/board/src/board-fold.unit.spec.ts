import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { projectIdOf, type RecordedFact } from '@podium/proto';
import { BoardFold } from './board-fold.ts';
import { beginBoard, foldBoard } from './fold-board.ts';
import { randomHistory } from './testing/random-history.ts';
import type { BoardView } from './views.ts';

const steps = fc.array(
  fc.record({ kind: fc.nat(100), which: fc.nat(100), elapsedMs: fc.integer({ min: -5, max: 9 }) }),
  {
    maxLength: 150,
  },
);

function plainFold(facts: readonly RecordedFact[]): BoardView | null {
  return facts.reduce<BoardView | null>((board, fact) => (board ? foldBoard(board, fact) : beginBoard(fact)), null);
}

describe('BoardFold', () => {
  it('is foldBoard fact by fact, wherever it goes on from, and past repetitions', () => {
    fc.assert(
      fc.property(steps, fc.nat(150), (history, cut) => {
        const facts = randomHistory(history).filter((fact) => projectIdOf(fact) === 'p0');
        const before = facts.slice(0, cut);
        const fold = new BoardFold(plainFold(before));
        expect(fold.board).toEqual(plainFold(before));
        for (const fact of facts.slice(Math.max(0, cut - 3))) {
          // A null board has no position to tell a repetition by.
          if (fold.board || fact.position > (before.at(-1)?.position ?? 0)) fold.apply(fact);
        }
        expect(fold.board).toEqual(plainFold(facts));
      }),
      {
        examples: [
          [
            [
              { kind: 10, which: 0, elapsedMs: 0 },
              { kind: 0, which: 0, elapsedMs: 0 },
            ],
            1,
          ],
        ],
      },
    );
  });

  it('gives boards that do not change with what is applied later', () => {
    const fold = new BoardFold();
    const [project, task, deletion] = randomHistory([
      { kind: 10, which: 0, elapsedMs: 0 },
      { kind: 0, which: 0, elapsedMs: 0 },
      { kind: 9, which: 0, elapsedMs: 0 },
    ]) as [RecordedFact, RecordedFact, RecordedFact];
    fold.apply(project);
    fold.apply(task);
    const { board } = fold;
    fold.apply(deletion);
    expect(board?.tasks).toHaveLength(1);
    expect(fold.board?.tasks).toHaveLength(0);
  });
});
