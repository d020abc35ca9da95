import { LogUnavailableError, type Aggregate, type EventLog } from '@podium/event-sourcing';
import { outcomeSubject, streams, type OutcomeEnvelope } from '@podium/jetstream';
import type { Msg, NatsConnection } from 'nats';
import type { Settled } from './outcome-waiters.ts';

const timeoutMs = 2_000;

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
      const message = await this.#firstFrom(next, subject);
      if (!message) return undefined;
      if (message.headers?.get('ce-causationid') === requestId) return message.json<OutcomeEnvelope>();
      next = Number(message.headers?.get('Nats-Sequence')) + 1;
    }
  }

  /** Source: https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-31.md */
  async #firstFrom(sequence: number, subject: string): Promise<Msg | undefined> {
    const query = JSON.stringify({ seq: sequence, next_by_subj: subject });
    const answer = await this.#request(`$JS.API.DIRECT.GET.${streams.outcomes}`, query);
    const status = answer.headers?.code ?? 0;
    if (status === 404) return undefined;
    if (status >= 400) throw new LogUnavailableError(`The log refused a read: ${status}`);
    return answer;
  }

  async #request(api: string, query: string): Promise<Msg> {
    try {
      return await this.#nc.request(api, query, { timeout: timeoutMs });
    } catch (error) {
      throw new LogUnavailableError('The log did not answer.', { cause: error });
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
