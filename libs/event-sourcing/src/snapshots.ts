import type { Aggregate } from './event-log.ts';

/** An aggregate as it was after the fact at `position`. */
export interface Snapshot {
  /** Rules that made the state. With other ones it might have come out differently. */
  readonly rules: string;
  readonly position: number;
  /** Number of facts. */
  readonly version: number;
  /** Which facts these were, as FactIds writes them. */
  readonly factIds: string;
  /** As encodeState wrote it. */
  readonly state: unknown;
}

/**
 * Port: keeps the newest snapshot of aggregates, so that loading one does not take all of its facts. Never the truth:
 * snapshots may be lost at any time, and be older than the log. They are never newer, as they are only written when
 * their facts can't be lost any more.
 */
export interface SnapshotStore {
  /** The newest one that was made of the same log; undefined where there is none. */
  read(aggregate: Aggregate): Promise<Snapshot | undefined>;
  write(aggregate: Aggregate, snapshot: Snapshot): Promise<void>;
}

export interface SnapshotOptions {
  readonly store: SnapshotStore;
  /**
   * Names the rules that fold the states, and changes with them: states that other rules have folded are of no use. See
   * rulesVersion.
   */
  readonly rules: string;
  /** Told when a snapshot could not be read or written. Nothing else comes of it than a longer load. */
  readonly onFailure: (error: unknown) => void;
  /** Aggregates with fewer facts are loaded as fast without. Default 16. */
  readonly minFacts?: number;
  /**
   * How long an aggregate has had no new fact before its snapshot is written. Must be longer than what a power cut may
   * take from the end of the log. Default 5.
   */
  readonly quietSeconds?: number;
}
