import type { TimelineMark, TimelineMarkKind } from '@podium/board';

export interface TrackMark {
  kind: TimelineMarkKind;
  /** Of the track's width, 0 to 1. */
  at: number;
}

/** Where several marks share a place, the one that matters most is drawn. */
const weights: Record<TimelineMarkKind, number> = {
  failed: 10,
  gate: 9,
  stopped: 8,
  completed: 7,
  execution_started: 6,
  moved: 5,
  deleted: 4,
  archived: 3,
  created: 2,
  pod: 1,
};

/** Where a stop is on the track, 0 to 1: every change takes the same room, however long nothing happened in between. */
export function placeOf(stop: number, count: number): number {
  return count < 2 ? 1 : stop / (count - 1);
}

/** The marks that fit side by side. @param room how many glyphs the track has room for */
export function trackMarks(marks: readonly TimelineMark[], room: number): TrackMark[] {
  const drawn = new Map<number, TrackMark>();
  marks.forEach(({ kind }, stop) => {
    const at = placeOf(stop, marks.length);
    const slot = Math.round(at * Math.max(1, room));
    const other = drawn.get(slot);
    if (!other || weights[other.kind] < weights[kind]) drawn.set(slot, { kind, at });
  });
  return [...drawn.values()];
}
