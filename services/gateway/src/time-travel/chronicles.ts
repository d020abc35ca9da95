import { LRUCache } from 'lru-cache';
import type { FactFeed } from '../live/fact-feed.ts';
import type { FactSource } from '../live/fact-source.ts';
import { missedFacts } from '../live/missed-facts.ts';
import { Chronicle, segmentLength } from './chronicle.ts';
import type { Segments } from './segments.ts';

/** What all chronicles together may take. A larger one is read anew each time that it is asked for. */
const maxBytes = 64 * 1024 * 1024;

interface Entry {
  readonly chronicle: Chronicle;
  /** One reader at a time. */
  reading: Promise<void>;
}

/** The chronicles of the projects that were looked at lately, brought up to date when they are asked for. */
export class Chronicles {
  readonly #log: { feed: FactFeed; source: FactSource };
  readonly #segments: Segments;
  readonly #entries = new LRUCache<string, Entry>({
    maxSize: maxBytes,
    sizeCalculation: ({ chronicle }) => chronicle.sizeBytes,
  });

  constructor(log: { feed: FactFeed; source: FactSource }, segments: Segments) {
    this.#log = log;
    this.#segments = segments;
  }

  /** A project's chronicle with everything up to a position; empty where there is no such project. */
  async upTo(projectId: string, position: number): Promise<Chronicle> {
    const entry = this.#entries.get(projectId) ?? { chronicle: new Chronicle(), reading: Promise.resolve() };
    const { chronicle } = entry;
    if (chronicle.position >= position && chronicle.length > 0) return chronicle;
    const reading = entry.reading.then(() => this.#read(projectId, chronicle, position));
    // Whoever waits for this reading is told of its failure; the next one begins where it ended.
    entry.reading = reading.catch(() => undefined);
    if (!this.#entries.has(projectId)) this.#entries.set(projectId, entry);
    await reading;
    // Taken out and put in again, since it has grown.
    this.#entries.delete(projectId);
    if (chronicle.length > 0) this.#entries.set(projectId, entry);
    return chronicle;
  }

  async #read(projectId: string, chronicle: Chronicle, position: number): Promise<void> {
    const scope = { projectId };
    const { signal } = new AbortController();
    for await (const { facts, upTo } of missedFacts(this.#log, { after: chronicle.position, scope, signal })) {
      for (const fact of facts) this.#add(projectId, chronicle, fact);
      chronicle.position = Math.max(chronicle.position, upTo);
    }
    if (chronicle.position >= position) return;
    // Another gateway may have told the client of a fact that this one has not read yet.
    for await (const facts of this.#log.source.replay(chronicle.position, scope, signal)) {
      for (const fact of facts) this.#add(projectId, chronicle, fact);
    }
    chronicle.position = Math.max(chronicle.position, position);
  }

  #add(projectId: string, chronicle: Chronicle, fact: Parameters<Chronicle['add']>[0]): void {
    const filled = chronicle.add(fact);
    if (filled) this.#segments.keep(projectId, chronicle.length / segmentLength - 1, filled);
  }
}
