import { assertFitsContract, schemaOf, type EventEnvelope, type FactType, type RecordedFact } from '@podium/proto';
import { LRUCache } from 'lru-cache';
import { isRejected, type Decider, type NewFact } from './decider.ts';
import { ConcurrencyError, type Aggregate, type EventLog } from './event-log.ts';
import { eventIdOf, type Cause } from './cause.ts';
import type { Outcome } from './outcome.ts';

/** A folded aggregate and what guards it. */
interface Folded<State> {
  readonly state: State;
  readonly position: number;
  readonly version: number;
  /** All facts by id, so that a repeated request gets its earlier answer. Grows in place: the log only grows. */
  readonly factsById: Map<string, RecordedFact>;
}

export interface CommandHandlerOptions {
  /** Name of the service, for the envelope's `source`. */
  readonly source: string;
  /** RFC 3339 clock; the system's by default. */
  readonly now?: () => string;
  /** Folded states kept in memory. Correct without: the append is guarded by the position. Default 5,000. */
  readonly cachedStates?: number;
  /** How often a decision is made again after a conflict. Default 8. */
  readonly maxAttempts?: number;
}

/**
 * Load, fold, decide, append: carries out a command on one aggregate exactly once per cause.
 *
 * Only the concurrency conflict is retried. The cache is safe because a stale state makes the append fail.
 */
export class CommandHandler<State, Command> {
  readonly #log: EventLog;
  readonly #decider: Decider<State, Command>;
  readonly #options: Required<CommandHandlerOptions>;
  readonly #cache: LRUCache<string, Folded<State>>;

  constructor(log: EventLog, decider: Decider<State, Command>, options: CommandHandlerOptions) {
    this.#log = log;
    this.#decider = decider;
    this.#options = { now: () => new Date().toISOString(), cachedStates: 5_000, maxAttempts: 8, ...options };
    this.#cache = new LRUCache({ max: this.#options.cachedStates });
  }

  /** @throws LogUnavailableError, or ConcurrencyError when every attempt lost the race. */
  async handle(aggregate: Aggregate, command: Command, cause: Cause): Promise<Outcome> {
    for (let attempt = 1; ; attempt += 1) {
      const folded = await this.#fold(aggregate, attempt > 1);
      const earlier = factsOf(cause, aggregate, folded.factsById);
      const last = earlier.at(-1);
      if (last) return { kind: 'accepted', facts: earlier, position: last.position, repeated: true };

      const now = this.#options.now();
      const decision = this.#decider.decide(folded.state, command, { now, actor: cause.actor });
      if (isRejected(decision) || decision.length === 0) {
        // The cached state may be behind another writer: only the log itself may refuse.
        if (attempt === 1 && (await this.#isBehind(aggregate, folded))) continue;
        return isRejected(decision)
          ? { kind: 'rejected', rejection: decision.rejected, position: folded.position }
          : { kind: 'unchanged', position: folded.position };
      }
      try {
        return await this.#append(aggregate, folded, decision, cause, now);
      } catch (error) {
        if (!(error instanceof ConcurrencyError) || attempt >= this.#options.maxAttempts) throw error;
        await backOff(attempt);
      }
    }
  }

  /** The folded state as the log has it now. */
  async state(aggregate: Aggregate): Promise<{ state: State; position: number }> {
    return this.#fold(aggregate, true);
  }

  async #append(
    aggregate: Aggregate,
    folded: Folded<State>,
    decision: readonly NewFact[],
    cause: Cause,
    now: string,
  ): Promise<Outcome> {
    const envelopes = decision.map((fact, index) =>
      this.#envelope(aggregate, fact, { cause, index, now, version: folded.version + index + 1 }),
    );
    const position = await this.#log.append(aggregate, folded.position, envelopes);
    const first = position - envelopes.length + 1;
    const facts = envelopes.map((envelope, index) => ({ ...envelope, position: first + index }) as RecordedFact);
    this.#remember(aggregate, this.#evolve(folded, facts));
    return { kind: 'accepted', facts, position, repeated: false };
  }

  #envelope(
    aggregate: Aggregate,
    fact: NewFact,
    at: { cause: Cause; index: number; now: string; version: number },
  ): EventEnvelope<FactType> {
    assertFitsContract(fact.type, fact.data);
    return {
      specversion: '1.0',
      id: eventIdOf(at.cause, aggregate, at.index),
      source: `/podium/${this.#options.source}`,
      type: fact.type,
      subject: `${aggregate.projectId}/${aggregate.context}/${aggregate.id}`,
      time: at.now,
      datacontenttype: 'application/json',
      dataschema: schemaOf(fact.type),
      data: fact.data,
      correlationid: at.cause.correlationId,
      causationid: at.cause.id,
      actor: at.cause.actor,
      ...(at.cause.traceparent ? { traceparent: at.cause.traceparent } : {}),
      version: at.version,
    } as EventEnvelope<FactType>;
  }

  async #fold(aggregate: Aggregate, fresh: boolean): Promise<Folded<State>> {
    const cached = this.#cache.get(keyOf(aggregate));
    if (cached && !fresh) return cached;
    const start = cached ?? this.#empty();
    const folded = this.#evolve(start, await this.#log.load(aggregate, start.position));
    this.#remember(aggregate, folded);
    return folded;
  }

  /** Of two commands at once the slower one must not bring back the older state. */
  #remember(aggregate: Aggregate, folded: Folded<State>): void {
    const key = keyOf(aggregate);
    if ((this.#cache.get(key)?.position ?? -1) <= folded.position) this.#cache.set(key, folded);
  }

  async #isBehind(aggregate: Aggregate, folded: Folded<State>): Promise<boolean> {
    return (await this.#fold(aggregate, true)).position !== folded.position;
  }

  #empty(): Folded<State> {
    return { state: this.#decider.initialState, position: 0, version: 0, factsById: new Map() };
  }

  #evolve(folded: Folded<State>, facts: readonly RecordedFact[]): Folded<State> {
    if (facts.length === 0) return folded;
    let { state, position, version } = folded;
    for (const fact of facts) {
      state = this.#decider.evolve(state, fact);
      ({ position, version } = fact);
      folded.factsById.set(fact.id, fact);
    }
    return { state, position, version, factsById: folded.factsById };
  }
}

/** The facts that this cause has already made, in order. */
function factsOf(cause: Cause, aggregate: Aggregate, factsById: ReadonlyMap<string, RecordedFact>): RecordedFact[] {
  const facts: RecordedFact[] = [];
  for (;;) {
    const fact = factsById.get(eventIdOf(cause, aggregate, facts.length));
    if (!fact) return facts;
    facts.push(fact);
  }
}

function keyOf(aggregate: Aggregate): string {
  return `${aggregate.projectId}/${aggregate.context}/${aggregate.id}`;
}

/** Full jitter, at most 100 ms: a conflict means that the other writer has already finished. */
async function backOff(attempt: number): Promise<void> {
  const milliseconds = Math.random() * Math.min(100, 2 ** attempt);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
