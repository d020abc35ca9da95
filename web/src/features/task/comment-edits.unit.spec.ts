import { expect, it } from '@jest/globals';
import type { CommentView } from '@podium/board';
import { shownComments } from './comment-edits.ts';

function comment(id: string, minute: number): CommentView {
  const created_at = `2026-01-01T00:0${minute}:00.000Z`;
  const common = {
    task_id: 't1',
    project_id: 'p1',
    author: 'user:ann',
    mentions: [],
    edited_at: null,
    position: minute,
  };
  return { id, text: id, created_at, ...common };
}

it('a comment that is deleted while it is written stays where it was', () => {
  const [a, b, c] = [comment('a', 1), comment('b', 2), comment('c', 3)];
  const shown = shownComments([a, c], { b: { began: b, text: 'mine' } });
  expect(shown.map((one) => [one.comment.id, one.edit?.text, one.gone])).toEqual([
    ['a', undefined, false],
    ['b', 'mine', true],
    ['c', undefined, false],
  ]);
});
