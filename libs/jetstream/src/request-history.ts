import type { EnvelopeOf, RequestType } from '@podium/proto';
import type { NatsConnection } from 'nats';
import { batchGet } from './batch-get.ts';
import type { OutcomeEnvelope } from './outcomes.ts';
import { streams } from './streams.ts';
import { outcomeSubject, requestSubject, type RequestAddress } from './subjects.ts';
import { decodedEvent } from './wire.ts';

/** What was asked of one aggregate, oldest first, as far back as requests are kept. @throws LogUnavailableError */
export async function requestsTo(nc: NatsConnection, to: RequestAddress): Promise<EnvelopeOf<RequestType>[]> {
  const messages = await batchGet(nc, { stream: streams.requests, subject: requestSubject(to), after: 0 });
  return messages.map(
    ({ data, sequence }) => decodedEvent(data, `Request ${sequence}`) as unknown as EnvelopeOf<RequestType>,
  );
}

/** Rejections and requests without effect of one aggregate, oldest first, as far back as they are kept. @throws LogUnavailableError */
export async function outcomesOf(nc: NatsConnection, of: RequestAddress): Promise<OutcomeEnvelope[]> {
  const messages = await batchGet(nc, { stream: streams.outcomes, subject: outcomeSubject(of), after: 0 });
  return messages.map(({ data, sequence }) => decodedOutcome(data, sequence));
}

/** What a request ended in, where no fact tells of it; undefined where nothing is known. @throws LogUnavailableError */
export async function findOutcome(
  nc: NatsConnection,
  of: RequestAddress,
  requestId: string,
): Promise<OutcomeEnvelope | undefined> {
  const messages = await batchGet(nc, { stream: streams.outcomes, subject: outcomeSubject(of), after: 0 });
  const message = messages.find((candidate) => candidate.header('ce-causationid') === requestId);
  return message && decodedOutcome(message.data, message.sequence);
}

function decodedOutcome(data: Uint8Array, sequence: number): OutcomeEnvelope {
  return decodedEvent(data, `Outcome ${sequence}`) as OutcomeEnvelope;
}
