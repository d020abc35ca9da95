import { timelineMark, type TimelineMark } from '@podium/board';
import { aggregateIdOf, type RecordedFact } from '@podium/proto';
import { NamesInFacts } from '../identity/names-in-facts.ts';

/** A position in the log, or a time in milliseconds since the epoch. */
export type Moment = { readonly position: number } | { readonly timeMs: number };

/** How many facts make one segment: what is folded at most for one look at the past. */
export const segmentLength = 256;

/** Rough cost in memory. */
const bytesPerFact = 16;
const bytesPerMark = 300;

/**
 * Where the facts of one project are in the log, and when they happened. The facts themselves are not kept, but for
 * those of the newest segment, which is not full yet.
 */
export class Chronicle {
  readonly #positions: number[] = [];
  readonly #timesMs: number[] = [];
  readonly #marks: TimelineMark[] = [];
  readonly #names = new NamesInFacts();
  readonly #titles = new Map<string, string>();
  #openSegment: RecordedFact[] = [];
  /** Everything of the project up to here is in the chronicle. */
  position = 0;

  /** How many facts there are. */
  get length(): number {
    return this.#positions.length;
  }

  get sizeBytes(): number {
    return 1_000 + this.length * bytesPerFact + (this.#marks.length + this.#titles.size) * bytesPerMark;
  }

  /** Number of the segment that is not full yet. */
  get openSegmentNumber(): number {
    return Math.floor(this.length / segmentLength);
  }

  get openSegment(): readonly RecordedFact[] {
    return this.#openSegment;
  }

  /** Adds the project's next fact. @returns the segment that it filled, if it did */
  add(fact: RecordedFact): readonly RecordedFact[] | undefined {
    // Writers' clocks differ a little. A search needs an order, and the log's is the one that counts.
    this.#timesMs.push(Math.max(this.#timesMs.at(-1) ?? 0, Date.parse(fact.time)));
    this.#positions.push(fact.position);
    this.position = fact.position;
    this.#mark(fact);
    this.#openSegment.push(fact);
    if (this.#openSegment.length < segmentLength) return undefined;
    const full = this.#openSegment;
    this.#openSegment = [];
    return full;
  }

  /** The number (from 0) of the last fact at or before a moment; -1 before the first. */
  lastAt(moment: Moment): number {
    return 'position' in moment
      ? countUpTo(this.#positions, moment.position) - 1
      : countUpTo(this.#timesMs, moment.timeMs) - 1;
  }

  positionOf(index: number): number | undefined {
    return this.#positions[index];
  }

  /** When a fact happened; throws for a number that no fact has. */
  momentOf(index: number): { position: number; time: string } {
    const [position, timeMs] = [this.#positions[index], this.#timesMs[index]];
    if (position === undefined || timeMs === undefined) throw new RangeError(`There is no fact number ${index}`);
    return { position, time: new Date(timeMs).toISOString() };
  }

  /** Marks at positions from `from`, before `to`, in order. */
  marks(from: number, to: number): readonly TimelineMark[] {
    return this.#marks.filter(({ position }) => from <= position && position < to);
  }

  /** Position of the first fact at or after a moment; beyond the newest fact where there is none. */
  firstPositionFrom(moment: Moment): number {
    if ('position' in moment) return moment.position;
    return this.#positions[countUpTo(this.#timesMs, moment.timeMs - 1)] ?? Infinity;
  }

  #mark(fact: RecordedFact): void {
    this.#names.observe(fact);
    if (fact.type === 'podium.task.v1.TaskCreated') this.#titles.set(fact.data.taskId, fact.data.title);
    if (fact.type === 'podium.task.v1.TaskEdited' && fact.data.title) {
      this.#titles.set(aggregateIdOf(fact), fact.data.title);
    }
    if (fact.type === 'podium.task.v1.TaskRestored' && fact.data.card) {
      this.#titles.set(fact.data.taskId, fact.data.card.title);
    }
    const mark = timelineMark(fact, {
      titleOf: (taskId) => this.#titles.get(taskId),
      nameOf: (id) => this.#names.of(id),
    });
    if (mark) this.#marks.push(mark);
  }
}

/** How many values of an ascending list are at most `limit`. */
function countUpTo(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
