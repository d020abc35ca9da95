import type { EventEnvelope } from '@podium/proto';
import { parse, v5 as uuidV5 } from 'uuid';
import type { Aggregate } from './event-log.ts';

/** Namespace of every id that Podium derives (a random UUID, fixed for ever). */
const namespace = parse('0a6c1f5e-7a55-4c38-9f2e-6d3a6c3b9e10');

const encoder = new TextEncoder();

/** Why something is done: the request or fact that asks for it. */
export interface Cause {
  /** Id of the request or fact that directly causes what is done; becomes the `causationid`. */
  readonly id: string;
  /**
   * What makes doing it twice the same as doing it once: ids of facts are derived from it. The cause's id by default;
   * different where one cause leads to several commands on one aggregate.
   */
  readonly key?: string | undefined;
  /** The request that began the whole chain. */
  readonly correlationId: string;
  /** `user:<id>` or `service:<name>`. */
  readonly actor: string;
  readonly traceparent?: string | undefined;
}

/** An id that is the same whenever it is derived from the same names. */
export function derivedId(...names: readonly (string | number)[]): string {
  // As JSON, so that ('a b', 'c') and ('a', 'b c') differ; as bytes, because uuid is slow at making them of strings.
  return uuidV5(encoder.encode(JSON.stringify(names)), namespace);
}

/**
 * Id of the fact number `index` (from 0) of an aggregate's decision about a cause. One fact may cause decisions of
 * many aggregates, so the aggregate is part of it: the log takes facts with the same id for repetitions.
 */
export function eventIdOf(cause: Pick<Cause, 'id' | 'key'>, aggregate: Aggregate, index: number): string {
  return derivedId(aggregate.projectId, aggregate.context, aggregate.id, cause.key ?? cause.id, index);
}

/** A command that a message asks for directly: the message is its cause. */
export function causedBy(message: EventEnvelope): Cause {
  return {
    id: message.id,
    correlationId: message.correlationid,
    actor: message.actor,
    traceparent: message.traceparent,
  };
}
