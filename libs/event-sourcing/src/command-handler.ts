import { assertFitsContract, schemaOf, type EventEnvelope, type FactType, type RecordedFact } from '@podium/proto';
import { isRejected, type Decider, type NewFact } from './decider.ts';
import { ConcurrencyError, type Aggregate, type EventLog } from './event-log.ts';
import { eventIdOf, type Cause } from './cause.ts';
import { FoldedStates, type Folded } from './folded-states.ts';
import type { Outcome } from './outcome.ts';
import type { SnapshotOptions } from './snapshots.ts';
import { wellFormed } from './well-formed.ts';

export interface CommandHandlerOptions {
  /** Name of the service, for the envelope's `source`. */
  readonly source: string;
  /** RFC 3339 clock; the system's by default. */
  readonly now?: () => string;
  /** Folded states kept in memory. Correct without: the append is guarded by the position. Default 5,000. */
  readonly cachedStates?: number;
  /** How often a decision is made again after a conflict. Default 8. */
  readonly maxAttempts?: number;
  /** Where states are found that are not in memory; all facts are read without. */
  readonly snapshots?: SnapshotOptions | undefined;
}

/** What is known of an aggregate beforehand. Wrong hints cost time, nothing else. */
export interface Hint {
  /** It probably has no facts yet, so that there is nothing to load. */
  readonly isNew?: boolean;
}

/**
 * Load, fold, decide, append: carries out a command on one aggregate exactly once per cause.
 *
 * Only the concurrency conflict is retried. The cache is safe because a stale state makes the append fail.
 */
export class CommandHandler<State, Command> {
  readonly #log: EventLog;
  readonly #decider: Decider<State, Command>;
  readonly #options: CommandHandlerOptions & typeof defaults;
  readonly #states: FoldedStates<State>;
  /** The end of the newest command of each aggregate: those of one process wait for each other instead of racing. */
  readonly #ends = new Map<string, Promise<void>>();

  constructor(log: EventLog, decider: Decider<State, Command>, options: CommandHandlerOptions) {
    this.#log = log;
    this.#decider = decider;
    this.#options = { ...defaults, ...options };
    const { cachedStates: most, snapshots } = this.#options;
    this.#states = new FoldedStates(log, decider, { most, snapshots });
  }

  /** @throws LogUnavailableError, or ConcurrencyError when every attempt lost the race. */
  handle(aggregate: Aggregate, command: Command, cause: Cause, hint: Hint = {}): Promise<Outcome> {
    const key = `${aggregate.projectId}/${aggregate.context}/${aggregate.id}`;
    const carryOut = (): Promise<Outcome> => this.#carryOut(aggregate, command, cause, hint);
    const outcome = this.#ends.get(key)?.then(carryOut) ?? carryOut();
    const end = outcome.then(nothing, nothing);
    this.#ends.set(key, end);
    void end.then(() => this.#ends.get(key) === end && this.#ends.delete(key));
    return outcome;
  }

  async #carryOut(aggregate: Aggregate, command: Command, cause: Cause, { isNew = false }: Hint): Promise<Outcome> {
    const firstId = eventIdOf(cause, aggregate, 0);
    for (let attempt = 1; ; attempt += 1) {
      const folded = await this.#folded(aggregate, attempt, isNew);
      const earlier = folded.ids.mayHave(firstId) ? await this.#earlier(aggregate, cause) : [];
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
        return await this.#append(aggregate, folded, decision, { cause, firstId, now });
      } catch (error) {
        if (!(error instanceof ConcurrencyError) || attempt >= this.#options.maxAttempts) throw error;
        await backOff(attempt);
      }
    }
  }

  /** The folded state as the log has it now. */
  async state(aggregate: Aggregate): Promise<{ state: State; position: number }> {
    return this.#states.current(aggregate);
  }

  #folded(aggregate: Aggregate, attempt: number, isNew: boolean): Promise<Folded<State>> | Folded<State> {
    if (attempt > 1) return this.#states.current(aggregate);
    return this.#states.known(aggregate, isNew);
  }

  /** The facts that this cause has already made, in order. */
  async #earlier(aggregate: Aggregate, cause: Cause): Promise<RecordedFact[]> {
    const byId = new Map((await this.#log.load(aggregate)).map((fact) => [fact.id, fact]));
    const facts: RecordedFact[] = [];
    for (;;) {
      const fact = byId.get(eventIdOf(cause, aggregate, facts.length));
      if (!fact) return facts;
      facts.push(fact);
    }
  }

  async #append(
    aggregate: Aggregate,
    folded: Folded<State>,
    decision: readonly NewFact[],
    from: Origin,
  ): Promise<Outcome> {
    const envelopes = decision.map((fact, index) =>
      this.#envelope(aggregate, fact, { ...from, index, version: folded.version + index + 1 }),
    );
    const position = await this.#log.append(aggregate, folded.position, envelopes);
    const first = position - envelopes.length + 1;
    const facts = envelopes.map((envelope, index) => ({ ...envelope, position: first + index }) as RecordedFact);
    this.#states.evolved(aggregate, folded, facts);
    return { kind: 'accepted', facts, position, repeated: false };
  }

  #envelope(
    aggregate: Aggregate,
    fact: NewFact,
    at: Origin & { readonly index: number; readonly version: number },
  ): EventEnvelope<FactType> {
    const data = wellFormed(fact.data);
    assertFitsContract(fact.type, data);
    return {
      specversion: '1.0',
      id: at.index === 0 ? at.firstId : eventIdOf(at.cause, aggregate, at.index),
      source: `/podium/${this.#options.source}`,
      type: fact.type,
      subject: `${aggregate.projectId}/${aggregate.context}/${aggregate.id}`,
      time: at.now,
      datacontenttype: 'application/json',
      dataschema: schemaOf(fact.type),
      data,
      correlationid: at.cause.correlationId,
      causationid: at.cause.id,
      actor: at.cause.actor,
      ...(at.cause.traceparent ? { traceparent: at.cause.traceparent } : {}),
      version: at.version,
    } as EventEnvelope<FactType>;
  }

  async #isBehind(aggregate: Aggregate, folded: Folded<State>): Promise<boolean> {
    return (await this.#states.current(aggregate)).position !== folded.position;
  }
}

function nothing(): void {
  // Who asked for the command learns how it ended.
}

/** What the facts of one attempt have in common. */
interface Origin {
  readonly cause: Cause;
  /** Id of the first fact. */
  readonly firstId: string;
  readonly now: string;
}

const defaults = { now: (): string => new Date().toISOString(), cachedStates: 5_000, maxAttempts: 8 };

/** Full jitter, at most 100 ms: a conflict means that the other writer has already finished. */
async function backOff(attempt: number): Promise<void> {
  const milliseconds = Math.random() * Math.min(100, 2 ** attempt);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
