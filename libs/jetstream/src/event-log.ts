import {
  ConcurrencyError,
  isSameFact,
  LogUnavailableError,
  type Aggregate,
  type EventLog,
  type ExpectedPosition,
} from '@podium/event-sourcing';
import type { EventEnvelope, FactType, RecordedFact } from '@podium/proto';
import type { NatsConnection } from 'nats';
import { publishBatch } from './atomic-batch.ts';
import { batchGet, lastOn, type BatchGet, type StoredMessage } from './batch-get.ts';
import { LogRefusedError } from './errors.ts';
import { publishForAck, type StreamMessage } from './publish.ts';
import { countOn } from './subject-count.ts';
import { lastSequence, streamInfo, streams } from './streams.ts';
import { factSubject } from './subjects.ts';
import { asUnavailable, giveUpAfterMs, mayPass, pause, whileUnavailable } from './unavailable.ts';
import { decodedFact, encoded, headersOf } from './wire.ts';

export interface JetStreamEventLogOptions {
  /** How long an append or a load is repeated while the log does not answer. Default 5. */
  readonly giveUpAfterSeconds?: number;
}

/** The server's answers to an expectation that does not hold, the last one to a batch that it already has. */
const conflicts = new Set([10_071, 10_164, 10_201]);

/** Most messages that the server takes in one atomic batch. */
const maxFactsPerDecision = 1_000;

/**
 * The log of facts on JetStream: one literal subject per aggregate, guarded by the sequence of its last message.
 *
 * Whatever the server answers to an append, what counts in the end is what the aggregate's subject holds: where our
 * facts are there it succeeded, where someone else's are it lost the race.
 */
export class JetStreamEventLog implements EventLog {
  readonly #nc: NatsConnection;
  readonly #giveUpAfterMs: number;
  #replicas: Promise<number> | undefined;
  /** The newest position that this log has given or was given. */
  #newest = 0;
  /** Who leads the stream since when, once it was seen to hold everything up to there. */
  #steadyTerm: string | undefined;

  constructor(nc: NatsConnection, options: JetStreamEventLogOptions = {}) {
    this.#nc = nc;
    this.#giveUpAfterMs = options.giveUpAfterSeconds === undefined ? giveUpAfterMs : options.giveUpAfterSeconds * 1_000;
  }

  async append(
    aggregate: Aggregate,
    expected: ExpectedPosition,
    facts: readonly EventEnvelope<FactType>[],
  ): Promise<number> {
    if (facts.length === 0) throw new RangeError('A decision without facts is not appended');
    if (facts.length > maxFactsPerDecision) {
      throw new RangeError(`A decision of ${facts.length} facts is too large: at most ${maxFactsPerDecision}`);
    }
    const subject = factSubject(aggregate);
    const messages = facts.map((fact, index): StreamMessage => {
      const headers = headersOf(fact);
      headers.append('Nats-Expected-Stream', streams.events);
      if (index === 0) headers.append('Nats-Expected-Last-Subject-Sequence', String(expected));
      return { subject, payload: encoded(fact), headers };
    });

    const deadline = performance.now() + this.#giveUpAfterMs;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const steadyTerm = this.#steadyTerm;
        const ack = await this.#publish(messages);
        this.#learn(ack.sequence, steadyTerm);
        if (!ack.duplicate) return ack.sequence;
        return await this.#landedOrConflict(aggregate, expected, facts);
      } catch (error) {
        const isConflict = error instanceof LogRefusedError && conflicts.has(error.errorCode);
        if (isConflict && !(await this.#isMistaken(aggregate, expected))) {
          return this.#landedOrConflict(aggregate, expected, facts, error);
        }
        if (!isConflict && !mayPass(error)) throw error;
        if (this.#nc.isClosed() || performance.now() >= deadline) throw asUnavailable(error);
        const landed = await this.#landedIfKnown(aggregate, expected, facts);
        if (landed !== undefined) return landed;
      }
      await pause(attempt);
    }
  }

  async load(aggregate: Aggregate, after = 0, upToThere = 0): Promise<RecordedFact[]> {
    return whileUnavailable(this.#nc, this.#giveUpAfterMs, async () => {
      // The server counts in memory; to look for a next message it reads the file that would hold it.
      const isAll = upToThere > 0 && (await countOn(this.#nc, streams.events, factSubject(aggregate))) === upToThere;
      return isAll ? [] : this.#read(aggregate, after);
    });
  }

  async #read(aggregate: Aggregate, after: number): Promise<RecordedFact[]> {
    const get = { stream: streams.events, subject: factSubject(aggregate), after };
    if ((await this.#replicaCount()) === 1) {
      return (await batchGet(this.#nc, get)).map((message) => decodedFact(message.data, message.sequence));
    }
    for (let attempt = 1; attempt <= maxStaleReads; attempt += 1) {
      // Before it is read: what another reader has found out meanwhile says nothing about this reading.
      const steadyTerm = this.#steadyTerm;
      const messages = await this.#readFromReplicas(get, steadyTerm);
      if (await this.#isStillLedAs(steadyTerm)) {
        return messages.map((message) => decodedFact(message.data, message.sequence));
      }
      await pause(attempt);
    }
    throw new LogUnavailableError('The new leader of the log is behind what was acknowledged');
  }

  /** Any replica may answer a direct get, and may be behind: the leader says how far it has to reach. */
  async #readFromReplicas(get: BatchGet, steadyTerm: string | undefined): Promise<StoredMessage[]> {
    const [messages, last] = await Promise.all([batchGet(this.#nc, get), lastOn(this.#nc, get.stream, get.subject)]);
    for (let attempt = 1; (messages.at(-1)?.sequence ?? get.after) < (last?.sequence ?? 0); attempt += 1) {
      if (attempt > maxStaleReads) throw new LogUnavailableError('The replicas of the log are behind their leader');
      await pause(attempt);
      messages.push(...(await batchGet(this.#nc, { ...get, after: messages.at(-1)?.sequence ?? get.after })));
    }
    this.#learn(last?.sequence ?? 0, steadyTerm);
    return messages;
  }

  /**
   * Takes note of a position that the server told after it was asked in `steadyTerm`. Where another leader was found steady
   * meanwhile, it may have been the one before who told it, and the new one may not have it yet.
   */
  #learn(position: number, steadyTerm: string | undefined): void {
    if (position <= this.#newest) return;
    this.#newest = position;
    if (this.#steadyTerm !== steadyTerm) this.#steadyTerm = undefined;
  }

  /**
   * Whether whoever leads did so already when it was seen with all that this log knew of: a server that has just become
   * the leader answers before it has taken in everything that was acknowledged (2.14).
   */
  async #isStillLedAs(steadyTerm: string | undefined): Promise<boolean> {
    const { cluster, state } = await streamInfo(this.#nc, streams.events);
    const term = JSON.stringify([cluster?.leader, (cluster as { leader_since?: string } | null)?.leader_since]);
    if (term === steadyTerm) return true;
    if (state.last_seq >= this.#newest) this.#steadyTerm = term;
    return false;
  }

  /**
   * Whether the expectation does hold, though the server said that it does not: one that has just become the leader of a
   * cluster compares it with what it has taken in until then (2.14).
   */
  async #isMistaken(aggregate: Aggregate, expected: number): Promise<boolean> {
    return whileUnavailable(this.#nc, this.#giveUpAfterMs, async () => {
      if ((await this.#replicaCount()) === 1) return false;
      if ((await this.#read(aggregate, expected)).length > 0) return false;
      const last = await lastOn(this.#nc, streams.events, factSubject(aggregate));
      return (last?.sequence ?? 0) === expected;
    });
  }

  async #publish(messages: readonly StreamMessage[]): Promise<{ sequence: number; duplicate: boolean }> {
    const [only] = messages;
    return only && messages.length === 1 ? publishForAck(this.#nc, only) : publishBatch(this.#nc, messages);
  }

  async #landedOrConflict(
    aggregate: Aggregate,
    expected: number,
    facts: readonly EventEnvelope<FactType>[],
    cause?: unknown,
  ): Promise<number> {
    const landed = await whileUnavailable(this.#nc, this.#giveUpAfterMs, () =>
      this.#landed(aggregate, expected, facts),
    );
    return landed ?? conflict(aggregate, expected, cause);
  }

  /** Position of our last fact if the aggregate holds ours after `expected`; throws a conflict for someone else's. */
  async #landed(
    aggregate: Aggregate,
    expected: number,
    facts: readonly EventEnvelope<FactType>[],
  ): Promise<number | undefined> {
    const tail = await this.#read(aggregate, expected);
    if (tail.length === 0) return undefined;
    const ours = facts.every((fact, index) => isSameFact(asWritten(fact), tail[index]));
    return ours ? tail[facts.length - 1]?.position : conflict(aggregate, expected);
  }

  async #landedIfKnown(...args: Parameters<JetStreamEventLog['append']>): Promise<number | undefined> {
    try {
      return await this.#landed(...args);
    } catch (error) {
      if (mayPass(error)) return undefined;
      throw error;
    }
  }

  async #replicaCount(): Promise<number> {
    this.#replicas ??= this.#readReplicaCount();
    try {
      return await this.#replicas;
    } catch (error) {
      this.#replicas = undefined;
      throw error;
    }
  }

  async #readReplicaCount(): Promise<number> {
    return (await streamInfo(this.#nc, streams.events)).config.num_replicas;
  }
}

/** Without what JSON does not keep, such as fields that are undefined. */
function asWritten(fact: EventEnvelope<FactType>): EventEnvelope<FactType> {
  return JSON.parse(JSON.stringify(fact)) as EventEnvelope<FactType>;
}

const maxStaleReads = 20;

function conflict(aggregate: Aggregate, expected: number, cause?: unknown): never {
  const name = `${aggregate.projectId}/${aggregate.context}/${aggregate.id}`;
  throw new ConcurrencyError(`The last fact of ${name} is not at position ${expected} any more`, { cause });
}

/** The position of the newest fact of all; 0 while there is none. @throws LogUnavailableError */
export function headPosition(nc: NatsConnection): Promise<number> {
  return lastSequence(nc, streams.events);
}
