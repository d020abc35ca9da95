import type { RecordedFact } from '@podium/proto';
import { LRUCache } from 'lru-cache';
import type { Decider } from './decider.ts';
import type { Aggregate, EventLog } from './event-log.ts';
import { FactIds } from './fact-ids.ts';
import { SnapshotWriter } from './snapshot-writer.ts';
import type { SnapshotOptions } from './snapshots.ts';
import { decodeState, encodeState } from './state-codec.ts';

/** A folded aggregate and what guards it. */
export interface Folded<State> {
  readonly state: State;
  readonly position: number;
  /** Number of facts. */
  readonly version: number;
  /** Grows in place, as the log does: it may know facts that are newer than the state. */
  readonly ids: FactIds;
}

export interface FoldedStatesOptions {
  /** States kept in memory. */
  readonly most: number;
  readonly snapshots?: SnapshotOptions | undefined;
}

/**
 * States of aggregates: from memory, else from a snapshot and the facts after it, else from all facts. Whichever way, a
 * state may be behind the log; what is decided on it is guarded by its position.
 */
export class FoldedStates<State> {
  readonly #log: EventLog;
  readonly #decider: Decider<State, never>;
  readonly #cache: LRUCache<string, Folded<State>>;
  readonly #snapshots: SnapshotOptions | undefined;
  readonly #writer: SnapshotWriter | undefined;

  constructor(log: EventLog, decider: Decider<State, never>, { most, snapshots }: FoldedStatesOptions) {
    this.#log = log;
    this.#decider = decider;
    this.#cache = new LRUCache({ max: most });
    this.#snapshots = snapshots;
    this.#writer = snapshots && new SnapshotWriter(snapshots);
  }

  /**
   * The newest state that is known here; looked up where there is none, unless the aggregate is probably new.
   *
   * @throws LogUnavailableError
   */
  async known(aggregate: Aggregate, isNew: boolean): Promise<Folded<State>> {
    const cached = this.#cache.get(keyOf(aggregate));
    if (cached) return cached;
    return isNew ? this.#empty() : this.current(aggregate);
  }

  /** The state as the log has it now. @throws LogUnavailableError */
  async current(aggregate: Aggregate): Promise<Folded<State>> {
    const cached = this.#cache.get(keyOf(aggregate));
    if (cached) return this.evolved(aggregate, cached, await this.#log.load(aggregate, cached.position));
    const start = (await this.#fromSnapshot(aggregate)) ?? this.#empty();
    return this.evolved(aggregate, start, await this.#log.load(aggregate, start.position, start.version));
  }

  #empty(): Folded<State> {
    return { state: this.#decider.initialState, position: 0, version: 0, ids: new FactIds() };
  }

  /** The state after further facts; it is known from now on. */
  evolved(aggregate: Aggregate, folded: Folded<State>, facts: readonly RecordedFact[]): Folded<State> {
    let { state, position, version } = folded;
    const { ids } = folded;
    for (const fact of facts) {
      state = this.#decider.evolve(state, fact);
      ({ position, version } = fact);
      ids.add(fact.id);
    }
    const next = facts.length === 0 ? folded : { state, position, version, ids };
    this.#remember(aggregate, next);
    return next;
  }

  /** Of two commands at once the slower one must not bring back the older state. */
  #remember(aggregate: Aggregate, folded: Folded<State>): void {
    const key = keyOf(aggregate);
    const known = this.#cache.get(key)?.position ?? -1;
    if (known <= folded.position) this.#cache.set(key, folded);
    if (known < folded.position) this.#noteForSnapshot(key, aggregate, folded);
  }

  #noteForSnapshot(key: string, aggregate: Aggregate, { state, position, version, ids }: Folded<State>): void {
    const rules = this.#snapshots?.rules;
    if (rules === undefined) return;
    const make = () => ({ rules, position, version, factIds: ids.toText(), state: encodeState(state) });
    this.#writer?.note(key, aggregate, { position, version, make });
  }

  async #fromSnapshot(aggregate: Aggregate): Promise<Folded<State> | undefined> {
    if (!this.#snapshots) return undefined;
    try {
      const snapshot = await this.#snapshots.store.read(aggregate);
      if (snapshot?.rules !== this.#snapshots.rules) return undefined;
      const { position, version, factIds } = snapshot;
      this.#writer?.isWritten(keyOf(aggregate), position);
      return { state: decodeState(snapshot.state) as State, position, version, ids: FactIds.fromText(factIds) };
    } catch (error) {
      this.#snapshots.onFailure(error);
      return undefined;
    }
  }
}

function keyOf(aggregate: Aggregate): string {
  return `${aggregate.projectId}/${aggregate.context}/${aggregate.id}`;
}
