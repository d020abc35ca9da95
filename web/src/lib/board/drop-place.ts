/** The edge of a card at which others are dropped. */
export interface DropTarget {
  id: string;
  edge: 'top' | 'bottom';
}

/**
 * Behind which card of a column (ids in order) moved ones land: before or after the card that they are dropped on, at the
 * end where they are dropped on none. Null: first of all. A place behind a card survives what others do meanwhile; a
 * number would not.
 */
export function placeBehind(
  column: readonly string[],
  movedIds: readonly string[],
  target: DropTarget | null,
): string | null {
  const others = column.filter((id) => !movedIds.includes(id));
  if (!target) return others.at(-1) ?? null;
  if (movedIds.includes(target.id)) return behindOf(column, movedIds, target.id);
  const at = others.indexOf(target.id);
  if (at === -1) return others.at(-1) ?? null;
  return target.edge === 'bottom' ? target.id : (others[at - 1] ?? null);
}

/** Whether cards that land behind another one stay where they are. */
export function isSamePlace(column: readonly string[], movedIds: readonly string[], afterId: string | null): boolean {
  const [first, ...rest] = movedIds;
  const at = first === undefined ? -1 : column.indexOf(first);
  if (at === -1) return false;
  return (column[at - 1] ?? null) === afterId && rest.every((id, index) => column[at + 1 + index] === id);
}

/** One step up or down; undefined at the end of the column. */
export function stepPlace(column: readonly string[], id: string, by: 1 | -1): string | null | undefined {
  const at = column.indexOf(id);
  if (at === -1 || at + by < 0 || at + by >= column.length) return undefined;
  return by === 1 ? (column[at + 1] ?? null) : (column[at - 2] ?? null);
}

function behindOf(column: readonly string[], movedIds: readonly string[], id: string): string | null {
  const before = column.slice(0, column.indexOf(id)).filter((other) => !movedIds.includes(other));
  return before.at(-1) ?? null;
}
