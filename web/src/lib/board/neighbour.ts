/**
 * Where the focus goes from a card, in columns of card ids: rows up or down within its column, columns to the left or
 * right past empty ones, at about the same height. Null where there is nothing in that direction. Without a focused card:
 * the first one.
 */
export function neighbour(
  columns: readonly (readonly string[])[],
  focusedId: string | null,
  step: { columns: number; rows: number },
): string | null {
  const column = focusedId === null ? -1 : columns.findIndex((ids) => ids.includes(focusedId));
  if (focusedId === null || column === -1) return columns.find((ids) => ids.length > 0)?.[0] ?? null;
  const row = columns[column]?.indexOf(focusedId) ?? 0;
  if (step.rows !== 0) return columns[column]?.[row + step.rows] ?? null;
  const others = step.columns > 0 ? columns.slice(column + 1) : columns.slice(0, column).reverse();
  const next = others.find((ids) => ids.length > 0);
  return next?.[Math.min(row, next.length - 1)] ?? null;
}
