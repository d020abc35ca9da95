import { factFilters, headPosition, readFacts, streams } from '@podium/jetstream';
import type { Logger } from '@podium/service-kit';
import type { RecordedFact } from '@podium/proto';
import { AckPolicy, DeliverPolicy, nanos, type NatsConnection } from 'nats';
import type { FactSource } from './fact-source.ts';
import type { Scope } from './scope.ts';

/** The log of facts on JetStream. */
export class JetStreamFactSource implements FactSource {
  readonly #nc: NatsConnection;
  readonly #logger: Logger;

  constructor(nc: NatsConnection, logger: Logger) {
    this.#nc = nc;
    this.#logger = logger;
  }

  head(): Promise<number> {
    return headPosition(this.#nc);
  }

  follow(after: number, signal: AbortSignal): AsyncIterable<readonly RecordedFact[]> {
    const onInterrupted = (reason: string): void => this.#logger.warn({ reason }, 'reading the log was interrupted');
    return readFacts(this.#nc, { after, signal, maxWaitMs: 1, onInterrupted });
  }

  /** The server counts what a consumer of that scope would get; the consumer itself is never read. */
  async count(after: number, scope: Scope): Promise<number> {
    const { consumers } = await this.#nc.jetstreamManager({ checkAPI: false });
    const consumer = await consumers.add(streams.events, {
      ack_policy: AckPolicy.None,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: after + 1,
      filter_subjects: factFilters(undefined, scope.projectId),
      mem_storage: true,
      num_replicas: 1,
      inactive_threshold: nanos(5_000),
    });
    await consumers.delete(streams.events, consumer.name);
    return consumer.num_pending;
  }

  async *replay(after: number, scope: Scope, signal: AbortSignal): AsyncGenerator<readonly RecordedFact[]> {
    let missing = await this.count(after, scope);
    if (missing === 0) return;
    const abort = new AbortController();
    const facts = readFacts(this.#nc, {
      after,
      projectId: scope.projectId,
      signal: AbortSignal.any([signal, abort.signal]),
      maxBatch: 200,
    });
    try {
      for await (const batch of facts) {
        yield batch;
        missing -= batch.length;
        if (missing <= 0) return;
      }
    } finally {
      abort.abort();
    }
  }
}
