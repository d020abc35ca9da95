import { headers, type NatsConnection } from 'nats';
import { batchGet } from '../batch-get.ts';
import { decodedParkedMessage, describedError, type ParkedMessage, type ParkedReference } from '../parked/reference.ts';
import { resolveParked } from '../parked/resolve.ts';
import { publishUntilAcked } from '../publish.ts';
import { streams } from '../streams.ts';
import { parkedSubject, type Subject } from '../subjects.ts';
import { encoded } from '../wire.ts';

export type { ParkedError, ParkedReference } from '../parked/reference.ts';

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

  /** Reads what is parked, by whichever instance. @throws LogUnavailableError */
  async open(): Promise<void> {
    for (const { reference } of await this.#read()) this.#parked.add(reference.subject);
  }

  /**
   * Whether a message on this subject has to be put aside as well. Asks the stream where it may be so, as operators and
   * other instances remove references.
   *
   * @throws LogUnavailableError
   */
  async isParked(subject: string): Promise<boolean> {
    if (!this.#parked.has(subject)) return false;
    if ((await this.messagesOn(subject)).length > 0) return true;
    this.#parked.delete(subject);
    return false;
  }

  /** References to the messages on a subject, in the order of the messages. @throws LogUnavailableError */
  async messagesOn(subject: string): Promise<ParkedMessage[]> {
    const messages = (await this.#read()).filter(({ reference }) => reference.subject === subject);
    return messages.sort((a, b) => a.reference.sequence - b.reference.sequence || a.id - b.id);
  }

  /** Takes a reference out, as its message has been handled. @throws LogUnavailableError */
  async unpark(message: ParkedMessage, actor: string): Promise<void> {
    await resolveParked(this.#nc, message, { resolution: 'retried', actor });
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
      ...(error === undefined ? {} : { error: describedError(error) }),
    };
    const messageHeaders = headers();
    messageHeaders.set('Nats-Msg-Id', `${this.#consumer}:${message.stream}:${message.sequence}`);
    await publishUntilAcked(this.#nc, { subject: this.#subject, payload: encoded(reference), headers: messageHeaders });
    this.#parked.add(message.subject);
  }

  async #read(): Promise<ParkedMessage[]> {
    const messages = await batchGet(this.#nc, { stream: streams.parked, subject: this.#subject, after: 0 });
    return messages.map((message) => decodedParkedMessage(message.sequence, message.data));
  }
}
