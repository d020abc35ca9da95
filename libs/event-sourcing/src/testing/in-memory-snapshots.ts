import type { Aggregate } from '../event-log.ts';
import type { Snapshot, SnapshotStore } from '../snapshots.ts';

/** Snapshots for tests of what stands on them. Keeps them as text, as a store outside of the process does. */
export class InMemorySnapshots implements SnapshotStore {
  readonly #texts = new Map<string, string>();
  /** How often one was found. */
  found = 0;

  /** Number of aggregates that have one. */
  get size(): number {
    return this.#texts.size;
  }

  read(aggregate: Aggregate): Promise<Snapshot | undefined> {
    const text = this.#texts.get(keyOf(aggregate));
    if (text !== undefined) this.found += 1;
    return Promise.resolve(text === undefined ? undefined : (JSON.parse(text) as Snapshot));
  }

  write(aggregate: Aggregate, snapshot: Snapshot): Promise<void> {
    this.#texts.set(keyOf(aggregate), JSON.stringify(snapshot));
    return Promise.resolve();
  }

  /** As it happens to what is not the truth. */
  lose(aggregate: Aggregate): void {
    this.#texts.delete(keyOf(aggregate));
  }
}

function keyOf({ projectId, context, id }: Aggregate): string {
  return `${projectId}/${context}/${id}`;
}
