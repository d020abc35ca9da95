import type { MessageHandler } from '@nestjs/microservices';
import type { Outcome } from '@podium/event-sourcing';
import { currentType, type Context, type EventEnvelope, type RequestType } from '@podium/proto';
import type { NatsConnection } from 'nats';
import { isObservable, lastValueFrom } from 'rxjs';
import { hasOutcome, publishOutcome, type FactlessOutcome } from '../outcomes.ts';
import { streams } from '../streams.ts';
import { dueFilter, factFilters, laneFilter, parseRequestSubject } from '../subjects.ts';
import { decodedEvent, decodedFact } from '../wire.ts';
import type { Subscription } from './decorators.ts';
import type { DeliveryContext } from './delivery.ts';
import type { DurableOptions } from './durable-consumer.ts';
import type { MessageWork, OpenableMessage } from './message-processor.ts';
import type { RetryOptions } from './retry.ts';

/** Handlers by the type of message that they want. */
export type Handlers = Map<string, MessageHandler>;

export interface TransportSettings {
  readonly nc: NatsConnection;
  readonly service: string;
  readonly maxConcurrent: number;
  readonly ackWaitSeconds: number;
  readonly drainSeconds: number;
  readonly retry: RetryOptions;
}

/** How many messages are held per running handler, so that a busy aggregate does not keep the others waiting. */
const heldPerHandler = 8;

/** `<service>-requests`: all requests to the contexts of the handlers. */
export function requestDurable(settings: TransportSettings, handlers: Handlers): DurableOptions {
  return {
    ...common(settings, 'requests', handlers),
    stream: streams.requests,
    filters: contextsOf(handlers).map(laneFilter),
    // A person waits for each request, and the next one may well be decided: only the bad one is put aside.
    parksAggregate: false,
    atShutdown: 'finish',
    open: (message) => requestWork(settings, handlers, message),
  };
}

/** `<service>-<process>`: the facts of one process manager. */
export function factDurable(settings: TransportSettings, process: string, handlers: Handlers): DurableOptions {
  return {
    ...common(settings, process, handlers),
    stream: streams.events,
    filters: factFilters(contextsOf(handlers), undefined),
    // Two instances at once would overtake each other within an aggregate.
    exclusive: true,
    maxUnacknowledged: settings.maxConcurrent * heldPerHandler,
    parksAggregate: true,
    atShutdown: 'finish',
    open: (message) => {
      const fact = decodedFact(message.data, message.sequence);
      return { attempt: async (context) => void (await call(handlers, fact.type, fact, context)) };
    },
  };
}

/** `<service>-timers`: the timers of the contexts of the handlers, when they are due. */
export function timerDurable(settings: TransportSettings, handlers: Handlers): DurableOptions {
  return {
    ...common(settings, 'timers', handlers),
    stream: streams.timers,
    filters: contextsOf(handlers).map(dueFilter),
    parksAggregate: false,
    atShutdown: 'finish',
    open: (message) => {
      const timer = decodedEvent(message.data, `Timer ${message.sequence}`);
      return { attempt: async (context) => void (await call(handlers, timer.type, timer, context)) };
    },
  };
}

/** `<service>-<lane>`: long work, one message per owner. */
export function workDurable(
  settings: TransportSettings,
  { type, options }: Extract<Subscription, { kind: 'work' }>,
  handler: MessageHandler,
): DurableOptions {
  const handlers: Handlers = new Map([[type, handler]]);
  return {
    ...common(settings, options.lane, handlers),
    stream: streams.requests,
    filters: [laneFilter(options.lane)],
    maxConcurrent: options.concurrency,
    // Nothing is held in advance: what one instance can't begin belongs to another one.
    maxHeld: options.concurrency,
    ackWaitSeconds: options.ackWaitSeconds,
    parksAggregate: false,
    atShutdown: 'let-go',
    open: (message) => {
      const work = decodedEvent(message.data, `Work ${message.sequence}`);
      return { attempt: async (context) => void (await call(handlers, work.type, work, context)) };
    },
  };
}

type Common = Omit<DurableOptions, 'stream' | 'filters' | 'parksAggregate' | 'atShutdown' | 'open'>;

function common(settings: TransportSettings, name: string, handlers: Handlers): Common {
  const { service, ackWaitSeconds, drainSeconds, retry, maxConcurrent } = settings;
  return {
    service,
    name: `${service}-${name}`,
    ackWaitSeconds,
    drainSeconds,
    retry,
    maxConcurrent,
    maxHeld: maxConcurrent * heldPerHandler,
    maxUnacknowledged: 10_000,
    exclusive: false,
    wants: (type) => handlers.has(currentType(type)),
  };
}

/** Decides once, then writes the outcome as often as it takes: deciding anew could contradict what was written. */
function requestWork(settings: TransportSettings, handlers: Handlers, message: OpenableMessage): MessageWork {
  const request = decodedEvent(message.data, `Request ${message.sequence}`) as EventEnvelope<RequestType>;
  const to = parseRequestSubject(message.subject);
  let outcome: Outcome | undefined;
  let isDecided = false;
  const publish = (ending: FactlessOutcome): Promise<void> =>
    publishOutcome(settings.nc, to, request, ending, settings.service);
  return {
    attempt: async (context) => {
      if (context.deliveryCount > 1 && !isDecided && (await hasOutcome(settings.nc, to, request.id))) return;
      if (!isDecided) outcome = (await call(handlers, request.type, request, context)) as Outcome | undefined;
      isDecided = true;
      if (outcome && outcome.kind !== 'accepted') await publish(outcome);
    },
    refused: () => publish({ kind: 'rejected', rejection: internalError }),
  };
}

const internalError = {
  code: 'internal_error',
  detail: 'The request could not be carried out because of an error in Podium. It was put aside for its operators.',
};

/** The handler's result, through Nest's guards, pipes and interceptors. */
async function call(handlers: Handlers, type: string, message: object, context: DeliveryContext): Promise<unknown> {
  // Only messages whose type is wanted are opened, unless their headers do not tell it.
  const handler = handlers.get(type);
  if (!handler) return undefined;
  const result: unknown = await handler(message, context);
  return isObservable(result) ? lastValueFrom(result, { defaultValue: undefined }) : result;
}

function contextsOf(handlers: Handlers): Context[] {
  return [...new Set([...handlers.keys()].map((type) => type.split('.')[1] as Context))];
}
