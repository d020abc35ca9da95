import type { MessageTypes } from './gen/messages.ts';

/** Full name of a message that may travel in an envelope, for example `podium.task.v1.TaskCreated`. */
export type MessageType = keyof MessageTypes;

/** The bounded contexts. Each one is decided by exactly one service. */
export type Context = 'project' | 'task' | 'session' | 'pod';

/**
 * A CloudEvents 1.0 structured-mode event. `data` is the proto3 JSON of the message that `type` names.
 * Source: https://github.com/cloudevents/spec (extension names are lower-case letters and digits only).
 */
export interface EventEnvelope<T extends MessageType = MessageType> {
  specversion: '1.0';
  /** Unique; derived from the cause, so that the same decision always makes the same id. */
  id: string;
  /** The service that wrote it, for example `/podium/task-svc`. */
  source: string;
  type: T;
  /** `<project>/<context>/<aggregate>`. */
  subject: string;
  /** RFC 3339, UTC, with milliseconds. */
  time: string;
  datacontenttype: 'application/json';
  /** `podium:<file of the contract>#<message>`. */
  dataschema: string;
  data: MessageTypes[T];
  /** The request that began the whole chain. */
  correlationid: string;
  /** The request or fact that directly caused this one. */
  causationid: string;
  /** Who: `user:<id>` for a person, `service:<name>` for a process. */
  actor: string;
  /** W3C trace context, where the request had one. */
  traceparent?: string;
  /** Facts: 1 for the first fact of the aggregate, one more for each later one. 0 on requests and outcomes. */
  version: number;
}

/** An envelope of one of the types T, told apart by `type`. */
export type EnvelopeOf<T extends MessageType> = { [K in T]: EventEnvelope<K> }[T];

/** A fact as read from the log. `position` is its place in the one total order. */
export type Recorded<T extends MessageType = MessageType> = EnvelopeOf<T> & { position: number };

/** Names of all messages of one context's package. */
export type MessagesOf<C extends Context> = Extract<MessageType, `podium.${C}.v${number}.${string}`>;

/** Names of what can be asked of a context. */
export type RequestsOf<C extends Context> = Extract<MessagesOf<C>, `${string}Requested`>;

/** Names of the refusals of a context. */
export type RejectionsOf<C extends Context> = Extract<MessagesOf<C>, `${string}Rejected`>;

/** Names of the facts of a context. */
export type FactsOf<C extends Context> = Exclude<MessagesOf<C>, RequestsOf<C> | RejectionsOf<C>>;

/** Names of all facts. */
export type FactType = { [C in Context]: FactsOf<C> }[Context];

/** Names of all requests. */
export type RequestType = { [C in Context]: RequestsOf<C> }[Context];

/** A fact of any context, as read from the log. */
export type RecordedFact = Recorded<FactType>;
