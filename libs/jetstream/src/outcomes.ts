import { derivedId } from '@podium/event-sourcing';
import {
  assertFitsContract,
  schemaOf,
  type Context,
  type EnvelopeOf,
  type EventEnvelope,
  type RejectionsOf,
  type RequestType,
  type Rejection,
} from '@podium/proto';
import type { NatsConnection } from 'nats';
import { batchGet } from './batch-get.ts';
import { publishUntilAcked } from './publish.ts';
import { readStream } from './stream-reader.ts';
import { lastSequence, streams } from './streams.ts';
import { outcomeSubject, type RequestAddress } from './subjects.ts';
import { decodedEvent, encoded, headersOf } from './wire.ts';

/** Names of what a request can end in without a fact. */
export type OutcomeType = { [C in Context]: RejectionsOf<C> }[Context] | 'podium.common.v1.RequestHadNoEffect';

/** The end of a request that no fact tells of. Its `causationid` is the id of the request. */
export type OutcomeEnvelope = EnvelopeOf<OutcomeType>;

export interface ReadOutcomesOptions {
  /** Outcomes after this sequence of the stream OUTCOMES, or only those written after the iteration has begun. */
  readonly after: number | 'new';
  /** Ends the iteration. */
  readonly signal: AbortSignal;
  /** Told each time that reading was interrupted, for a log line; it goes on by itself. */
  readonly onInterrupted?: (reason: string) => void;
}

/** Rejections and requests without effect, one by one, live for ever. */
export async function* readOutcomes(nc: NatsConnection, options: ReadOutcomesOptions): AsyncGenerator<OutcomeEnvelope> {
  const after = options.after === 'new' ? await lastSequence(nc, streams.outcomes) : options.after;
  const batches = readStream(nc, {
    stream: streams.outcomes,
    filters: ['out.>'],
    after,
    signal: options.signal,
    maxBatch: 100,
    maxWaitMs: 1,
    onInterrupted: options.onInterrupted,
  });
  for await (const batch of batches) {
    for (const message of batch) yield decodedOutcome(message.data, message.sequence);
  }
}

/** What a request ended in, where no fact tells of it. */
export type FactlessOutcome =
  { readonly kind: 'unchanged' } | { readonly kind: 'rejected'; readonly rejection: Rejection };

/** Writes the outcome of a request. The same request has one outcome, however often it is written in short order. */
export async function publishOutcome(
  nc: NatsConnection,
  to: RequestAddress,
  request: EventEnvelope<RequestType>,
  outcome: FactlessOutcome,
  source: string,
): Promise<void> {
  const [type, data] =
    outcome.kind === 'rejected'
      ? [rejectionTypeOf(request.type), { rejection: outcome.rejection }]
      : (['podium.common.v1.RequestHadNoEffect', { requestType: request.type }] as const);
  assertFitsContract(type, data);
  const envelope = {
    specversion: '1.0',
    id: derivedId(request.id, 'outcome'),
    source: `/podium/${source}`,
    type,
    subject: request.subject,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    dataschema: schemaOf(type),
    data,
    correlationid: request.correlationid,
    causationid: request.id,
    actor: request.actor,
    ...(request.traceparent ? { traceparent: request.traceparent } : {}),
    version: 0,
  } as OutcomeEnvelope;
  await publishUntilAcked(nc, {
    subject: outcomeSubject(to),
    payload: encoded(envelope),
    headers: headersOf(envelope),
  });
}

/** Whether a request has got its outcome already, as far back as outcomes are kept. */
export async function hasOutcome(nc: NatsConnection, to: RequestAddress, requestId: string): Promise<boolean> {
  const messages = await batchGet(nc, { stream: streams.outcomes, subject: outcomeSubject(to), after: 0 });
  return messages.some((message) => message.header('ce-causationid') === requestId);
}

function rejectionTypeOf(type: RequestType): OutcomeType {
  return type.replace(/Requested$/, 'Rejected') as OutcomeType;
}

function decodedOutcome(data: Uint8Array, sequence: number): OutcomeEnvelope {
  return decodedEvent(data, `Outcome ${sequence}`) as OutcomeEnvelope;
}
