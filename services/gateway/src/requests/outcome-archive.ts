import type { Aggregate, EventLog } from '@podium/event-sourcing';
import { outcomeSubject, streams, type OutcomeEnvelope } from '@podium/jetstream';
import { NatsError, type DirectMsgRequest, type NatsConnection, type StoredMsg } from 'nats';
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
    const outcome = await this.#outcomeOf(aggregate, requestId);
    return outcome && settledBy(outcome);
  }

  /** Refusals of one aggregate are few: they are looked through one by one. */
  async #outcomeOf(aggregate: Aggregate, requestId: string): Promise<OutcomeEnvelope | undefined> {
    const subject = outcomeSubject({ projectId: aggregate.projectId, lane: aggregate.context, id: aggregate.id });
    for (let next = 1; ;) {
      const message = await this.#message({ seq: next, next_by_subj: subject });
      if (!message) return undefined;
      if (message.header.get('ce-causationid') === requestId) return message.json<OutcomeEnvelope>();
      next = message.seq + 1;
    }
  }

  async #message(query: DirectMsgRequest): Promise<StoredMsg | undefined> {
    const { direct } = await this.#nc.jetstreamManager({ checkAPI: false });
    try {
      return await direct.getMessage(streams.outcomes, query);
    } catch (error) {
      if (error instanceof NatsError && (error.code === '404' || error.api_error?.code === 404)) return undefined;
      throw error;
    }
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
