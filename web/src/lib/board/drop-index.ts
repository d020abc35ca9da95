/**
 * Where a card lands in a column (ids in order): before or after the card that it was dropped on, at the end where it was
 * dropped on none. Counted without the moved card itself.
 */
export function dropIndex(
  column: readonly string[],
  movedId: string,
  target: { id: string; edge: 'top' | 'bottom' } | null,
): number {
  const others = column.filter((id) => id !== movedId);
  const at = target ? others.indexOf(target.id) : -1;
  if (!target || at === -1) {
    const own = column.indexOf(movedId);
    return target?.id === movedId && own !== -1 ? own : others.length;
  }
  return target.edge === 'bottom' ? at + 1 : at;
}
