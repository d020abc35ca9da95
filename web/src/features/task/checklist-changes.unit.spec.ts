import { expect, it } from '@jest/globals';
import { idBefore, movedItems, shownItems, type ItemDraft } from './checklist-changes.ts';

const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ id, text: id.toUpperCase(), done: false })) as [Item, Item, Item];

interface Item {
  id: string;
  text: string;
  done: boolean;
}

function draft(seenText: string, afterId: string | null): ItemDraft {
  return { text: 'mine', seenText, afterId, problem: null };
}

it('what is written of a step is shown at the step', () => {
  expect(
    shownItems([a, b], { b: draft('B', 'a') }).map(({ item, draft: at, gone }) => [item.id, at?.text, gone]),
  ).toEqual([
    ['a', undefined, false],
    ['b', 'mine', false],
  ]);
});

it('a step that somebody removes while it is written stays where it was', () => {
  const idsOf = (shown: ReturnType<typeof shownItems>) => shown.map(({ item, gone }) => `${item.id}${gone ? '!' : ''}`);
  expect(idsOf(shownItems([a, c], { b: draft('B', 'a') }))).toEqual(['a', 'b!', 'c']);
  expect(idsOf(shownItems([b, c], { a: draft('A', null) }))).toEqual(['a!', 'b', 'c']);
  expect(idsOf(shownItems([a], { c: draft('C', 'b') }))).toEqual(['a', 'c!']);
});

it('a step moves among the others', () => {
  expect(movedItems([a, b, c], 'c', 0)).toEqual([c, a, b]);
  expect(movedItems([a, b, c], 'a', 1)).toEqual([b, a, c]);
  expect(movedItems([a, b, c], 'gone', 1)).toEqual([a, b, c]);
  expect(idBefore([c, a, b], 'c')).toBeNull();
  expect(idBefore([c, a, b], 'b')).toBe('a');
});
