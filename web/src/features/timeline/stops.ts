/** Something that happened, where the scrubber can halt. Oldest first. */
export type Stops = readonly { readonly position: number }[];

/** The number of marks up to a position, less one: the stop that shows there. -1 before the first. */
export function stopAt(stops: Stops, position: number): number {
  let [low, high] = [0, stops.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((stops[middle]?.position ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** "14 changes ago". */
export function changesAgo(stops: Stops, position: number): string {
  const count = stops.length - 1 - stopAt(stops, position);
  if (count <= 0) return 'the latest change';
  return `${count.toLocaleString()} change${count === 1 ? '' : 's'} ago`;
}
