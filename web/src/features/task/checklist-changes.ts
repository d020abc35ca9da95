import type { ChecklistItemView } from '@podium/board';

/** A step that is being written. */
export interface ItemDraft {
  text: string;
  /** The words that it had when the person began, or that they were shown since. */
  seenText: string;
  /** The step before it then; null: it was the first. */
  afterId: string | null;
  /** Why it could not be saved; null while it could. */
  problem: string | null;
}

/** A step as it is shown: what it is, what is written of it, and whether it is still there. */
export interface ShownItem {
  item: ChecklistItemView;
  draft: ItemDraft | null;
  /** Somebody removed it while it was being written. */
  gone: boolean;
}

export type ItemDrafts = Readonly<Record<string, ItemDraft>>;

/** The steps with what is written of them; one that somebody removes stays in its place until the person has decided. */
export function shownItems(checklist: readonly ChecklistItemView[], drafts: ItemDrafts): ShownItem[] {
  const shown = checklist.map((item): ShownItem => ({ item, draft: drafts[item.id] ?? null, gone: false }));
  for (const [id, draft] of Object.entries(drafts)) {
    if (checklist.some((item) => item.id === id)) continue;
    const item = { id, text: draft.seenText, done: false };
    const place = { item, draft, gone: true };
    shown.splice(placeBehind(shown, draft.afterId), 0, place);
  }
  return shown;
}

function placeBehind(shown: readonly ShownItem[], afterId: string | null): number {
  if (afterId === null) return 0;
  return shown.findIndex(({ item }) => item.id === afterId) + 1 || shown.length;
}

/** The step before another one; null: it is the first. */
export function idBefore(checklist: readonly ChecklistItemView[], itemId: string): string | null {
  return checklist[checklist.findIndex(({ id }) => id === itemId) - 1]?.id ?? null;
}

/** The steps once one of them stands at another place, counted without itself. */
export function movedItems(checklist: readonly ChecklistItemView[], itemId: string, to: number): ChecklistItemView[] {
  const item = checklist.find(({ id }) => id === itemId);
  const others = checklist.filter((other) => other !== item);
  return item ? others.toSpliced(to, 0, item) : [...checklist];
}
