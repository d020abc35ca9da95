import {
  assertFitsContract,
  schemaOf,
  type Context,
  type EventEnvelope,
  type MessageTypes,
  type RequestType,
} from '@podium/proto';
import type { RequestOrigin, RequestTarget } from './request-publisher.ts';

/** The context that a request's type belongs to. */
export function contextOf(type: RequestType): Context {
  return type.split('.')[1] as Context;
}

/**
 * A request as it is written, made now.
 *
 * @param source name of the service that writes it.
 * @throws ContractError for data that does not fit
 */
export function requestEnvelope<T extends RequestType>(
  source: string,
  { projectId, id }: Pick<RequestTarget, 'projectId' | 'id'>,
  { type, data }: { readonly type: T; readonly data: MessageTypes[T] },
  from: RequestOrigin,
): EventEnvelope<T> {
  assertFitsContract(type, data);
  return {
    specversion: '1.0',
    id: from.requestId,
    source: `/podium/${source}`,
    type,
    subject: `${projectId}/${contextOf(type)}/${id}`,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    dataschema: schemaOf(type),
    data,
    correlationid: from.correlationId,
    causationid: from.causationId,
    actor: from.actor,
    ...(from.traceparent ? { traceparent: from.traceparent } : {}),
    version: 0,
  };
}
