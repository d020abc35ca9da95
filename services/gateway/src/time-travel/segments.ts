import type { RecordedFact } from '@podium/proto';
import { LRUCache } from 'lru-cache';
import type { FactSource } from '../live/fact-source.ts';
import { segmentLength } from './chronicle.ts';

/** What all segments in memory may take. */
const maxBytes = 64 * 1024 * 1024;

/** Facts with the space that they take in memory, roughly. */
export interface Segment {
  readonly facts: readonly RecordedFact[];
  readonly sizeBytes: number;
}

/** Full segments of projects' histories: those used lately from memory, all others from the log. They never change. */
export class Segments {
  readonly #source: FactSource;
  readonly #cache: LRUCache<string, Segment, number>;

  constructor(source: FactSource) {
    this.#source = source;
    this.#cache = new LRUCache({
      maxSize: maxBytes,
      // What was pushed out of the memory while it was read is of use all the same.
      ignoreFetchAbort: true,
      sizeCalculation: ({ sizeBytes }) => sizeBytes,
      fetchMethod: (key, _, { context: firstPosition }) => this.#read(key.slice(0, key.indexOf('/')), firstPosition),
    });
  }

  keep(projectId: string, number: number, facts: readonly RecordedFact[]): void {
    this.#cache.set(keyOf(projectId, number), segmentOf(facts));
  }

  /** @param firstPosition where the segment begins in the log */
  async get(projectId: string, number: number, firstPosition: number): Promise<Segment> {
    return this.#cache.forceFetch(keyOf(projectId, number), { context: firstPosition });
  }

  async #read(projectId: string, firstPosition: number): Promise<Segment> {
    const facts: RecordedFact[] = [];
    const { signal } = new AbortController();
    for await (const batch of this.#source.replay(firstPosition - 1, { projectId }, signal)) {
      facts.push(...batch);
      if (facts.length >= segmentLength) break;
    }
    return segmentOf(facts.slice(0, segmentLength));
  }
}

export function segmentOf(facts: readonly RecordedFact[]): Segment {
  return { facts, sizeBytes: facts.reduce((sum, fact) => sum + sizeOf(fact), 0) };
}

function keyOf(projectId: string, number: number): string {
  return `${projectId}/${number}`;
}

const bytesPerEnvelope = 1_000;

/** Texts make the difference; the rest is about the same for all facts. */
function sizeOf(fact: RecordedFact): number {
  const texts = Object.values(fact.data).filter((value) => typeof value === 'string');
  return bytesPerEnvelope + texts.reduce((sum, text) => sum + text.length, 0);
}
