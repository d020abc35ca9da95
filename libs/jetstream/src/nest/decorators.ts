import { Catch, UseFilters, type ExceptionFilter } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Outcome } from '@podium/event-sourcing';
import type { EventEnvelope, FactType, Recorded, RequestType } from '@podium/proto';
import { throwError, type Observable } from 'rxjs';
import { assertConsumerName, type Lane } from '../subjects.ts';
import type { DeliveryContext } from './delivery.ts';

/** Keeps these handlers apart from those of other transports of the same application. */
export const jetStreamTransportId = Symbol('podium.jetstream');

/** How work is shared out; see OnWork. */
export interface WorkOptions {
  readonly lane: Lane;
  /** Messages that one instance works on at the same time. */
  readonly concurrency: number;
  /** After this time without a sign of life the work goes to another instance. */
  readonly ackWaitSeconds: number;
}

/** What a decorated method wants to be called for; travels through Nest as the pattern's extras. */
export type Subscription =
  | { readonly kind: 'request'; readonly type: RequestType }
  | { readonly kind: 'work'; readonly type: RequestType; readonly options: WorkOptions }
  | { readonly kind: 'timer'; readonly type: RequestType }
  | { readonly kind: 'fact'; readonly type: FactType; readonly process: string };

type Handler<Message, Result> = (message: Message, context: DeliveryContext) => Promise<Result>;
type HandlerDecorator<H> = <M extends H>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/**
 * The method decides requests of one type. It is called with the request and its DeliveryContext. From the Outcome that
 * it returns the transport publishes a rejection or "no effect"; facts speak for themselves. Throwing means: try again.
 */
export function OnRequest<T extends RequestType>(type: T): HandlerDecorator<Handler<EventEnvelope<T>, Outcome | void>> {
  return subscribe([{ kind: 'request', type }]);
}

/**
 * The method does long work. The message stays unacknowledged, and is kept from others, for as long as it runs: whoever
 * holds it owns the work. It returns when the work is done or somebody else has taken it over. When `context.signal` is
 * aborted it must let go soon; the message then goes to another instance, whatever the method returns.
 */
export function OnWork<T extends RequestType>(
  type: T,
  options: WorkOptions,
): HandlerDecorator<Handler<EventEnvelope<T>, void>> {
  return subscribe([{ kind: 'work', type, options }]);
}

/**
 * The method is called when a timer with a request of this type goes off (see Timers), at least once. Whether what it
 * was set for still holds is for the method to find out. Throwing means: try again.
 */
export function OnTimer<T extends RequestType>(type: T): HandlerDecorator<Handler<EventEnvelope<T>, void>> {
  return subscribe([{ kind: 'timer', type }]);
}

/**
 * The method is one step of the process manager `process` (kebab-case, unique in the service): it is called for facts of
 * these types, at least once, in order within an aggregate. All its methods share one durable place in the log.
 */
export function OnFact<const T extends FactType>(
  process: string,
  types: readonly T[],
): HandlerDecorator<Handler<Recorded<T>, void>> {
  assertConsumerName(process);
  return subscribe(types.map((type) => ({ kind: 'fact', type, process })));
}

/** Nest's own filter would replace every error by "Internal server error" and log it; the transport needs the error. */
@Catch()
class HandOverFilter implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

const handOverFilter = new HandOverFilter();

function subscribe<H>(subscriptions: readonly Subscription[]): HandlerDecorator<H> {
  return (target, key, descriptor) => {
    const patterns = subscriptions.map(patternOf);
    Payload()(target, key, 0);
    Ctx()(target, key, 1);
    EventPattern(patterns, jetStreamTransportId, { subscriptions })(
      target,
      key,
      descriptor as TypedPropertyDescriptor<unknown>,
    );
    UseFilters(handOverFilter)(target, key, descriptor as TypedPropertyDescriptor<unknown>);
  };
}

/** Unique per handler, so that Nest never chains two of them. */
export function patternOf(subscription: Subscription): string {
  switch (subscription.kind) {
    case 'request':
    case 'work':
    case 'timer':
      return `${subscription.kind}/${subscription.type}`;
    case 'fact':
      return `fact/${subscription.process}/${subscription.type}`;
  }
}
