/** From a character on, and up to another one. */
export interface Part {
  from: number;
  to: number;
}

/** Lines that share less than this much of the longer one are not versions of each other. */
const leastShared = 0.3;

/** What differs between two versions of a line; null where they share too little, or differ in nothing. */
export function markedPart(before: string, after: string): { before: Part; after: Part } | null {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  // Indentation says nothing about whether two lines are alike.
  const shared = before.slice(0, start).trimStart().length + end;
  const longer = Math.max(before.trim().length, after.trim().length);
  if (before === after || shared < longer * leastShared) return null;
  return { before: { from: start, to: before.length - end }, after: { from: start, to: after.length - end } };
}
