import { headers, type NatsConnection } from 'nats';
import { batchGet } from '../batch-get.ts';
import { publishUntilAcked } from '../publish.ts';
import { streams } from '../streams.ts';
import { parkedSubject, type Subject } from '../subjects.ts';
import { decodedObject, encoded } from '../wire.ts';

/** A message that a consumer could not handle, or that comes after such a one in the same aggregate. */
export interface ParkedReference {
  readonly service: string;
  readonly consumer: string;
  /** Where the message stands. */
  readonly stream: string;
  readonly sequence: number;
  /** Its subject: everything on it is parked for this consumer. */
  readonly subject: string;
  /** RFC 3339. */
  readonly parkedAt: string;
  readonly attempts: number;
  /** Why; absent where it only follows an earlier one. */
  readonly error?: ParkedError;
}

export interface ParkedError {
  readonly name: string;
  readonly code?: string;
  readonly message: string;
  readonly stack?: string;
}

/** The aggregates that one consumer has put aside. They stay so until their references are removed from PARKED. */
export class ParkingLot {
  readonly #nc: NatsConnection;
  readonly #service: string;
  readonly #consumer: string;
  readonly #subject: Subject;
  readonly #parked = new Set<string>();

  constructor(nc: NatsConnection, service: string, consumer: string) {
    this.#nc = nc;
    this.#service = service;
    this.#consumer = consumer;
    this.#subject = parkedSubject(service, consumer);
  }

  /** Reads what earlier runs have parked. */
  async open(): Promise<void> {
    const messages = await batchGet(this.#nc, { stream: streams.parked, subject: this.#subject, after: 0 });
    for (const message of messages) {
      const { subject } = decodedObject(message.data, `Parked reference ${message.sequence}`);
      if (typeof subject === 'string') this.#parked.add(subject);
    }
  }

  isParked(subject: string): boolean {
    return this.#parked.has(subject);
  }

  /** Writes the reference. @throws LogUnavailableError */
  async park(
    message: { stream: string; sequence: number; subject: string },
    attempts: number,
    error?: unknown,
  ): Promise<void> {
    const reference: ParkedReference = {
      service: this.#service,
      consumer: this.#consumer,
      stream: message.stream,
      sequence: message.sequence,
      subject: message.subject,
      parkedAt: new Date().toISOString(),
      attempts,
      ...(error === undefined ? {} : { error: described(error) }),
    };
    const messageHeaders = headers();
    messageHeaders.set('Nats-Msg-Id', `${this.#consumer}:${message.stream}:${message.sequence}`);
    await publishUntilAcked(this.#nc, { subject: this.#subject, payload: encoded(reference), headers: messageHeaders });
    this.#parked.add(message.subject);
  }
}

function described(error: unknown): ParkedError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  return {
    name: error.name,
    message: error.message,
    ...('code' in error ? { code: String(error.code) } : {}),
    ...(error.stack ? { stack: error.stack } : {}),
  };
}
