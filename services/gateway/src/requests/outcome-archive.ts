import type { Aggregate, EventLog } from '@podium/event-sourcing';
import { findOutcome, type OutcomeEnvelope } from '@podium/jetstream';
import type { NatsConnection } from 'nats';
import type { Settled } from './outcome-waiters.ts';

/** Looks up in the log what became of a request: exact at any moment, and as old as the log is. */
export class OutcomeArchive {
  readonly #nc: NatsConnection;
  readonly #log: EventLog;

  constructor(nc: NatsConnection, log: EventLog) {
    this.#nc = nc;
    this.#log = log;
  }

  /** What became of a request about an aggregate; undefined where nothing did (yet). @throws LogUnavailableError */
  async find(aggregate: Aggregate, requestId: string): Promise<Settled | undefined> {
    const facts = (await this.#log.load(aggregate)).filter((fact) => fact.causationid === requestId);
    const last = facts.at(-1);
    if (last) return { kind: 'accepted', facts, position: last.position };
    const { projectId, context: lane, id } = aggregate;
    const outcome = await findOutcome(this.#nc, { projectId, lane, id }, requestId);
    return outcome && settledBy(outcome);
  }
}

/** What an outcome without facts means. */
export function settledBy(outcome: OutcomeEnvelope): Settled {
  return outcome.type === 'podium.common.v1.RequestHadNoEffect'
    ? { kind: 'unchanged' }
    : {
        kind: 'rejected',
        rejection: outcome.data.rejection ?? { code: 'refused', detail: 'The request was refused.' },
      };
}
