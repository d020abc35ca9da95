import type { Msg, MsgHdrs } from 'nats';
import { UnreadableMessageError } from './errors.ts';
import { MessageHeaders } from './message-headers.ts';

const encoder = new TextEncoder();
const acknowledge = encoder.encode('+ACK');
const handBack = encoder.encode('-NAK');
const working = encoder.encode('+WPI');

/**
 * A message as a consumer delivers it. Own, because the client makes such messages only inside of its own iterators.
 * Source: https://docs.nats.io/reference/reference-protocols/nats_api_reference#acknowledging-messages
 */
export class DeliveredMessage {
  readonly stream: string;
  /** Place in the stream. */
  readonly sequence: number;
  /** Place among the deliveries of this consumer. */
  readonly deliverySequence: number;
  /** 1 for the first delivery. */
  readonly deliveryCount: number;
  /** Messages of the stream that this consumer had still to deliver. */
  readonly pending: number;
  readonly #message: Msg;
  #received: MessageHeaders | undefined;

  /** @throws UnreadableMessageError where the message came from no consumer. */
  constructor(message: Msg) {
    this.#message = message;
    const tokens = message.reply?.split('.') ?? [];
    if (tokens[0] !== '$JS' || tokens[1] !== 'ACK' || tokens.length < 9) {
      throw new UnreadableMessageError(`A message on ${message.subject} came from no consumer`);
    }
    // Servers with domains put two more tokens before the stream's name.
    const [stream = '', , count, sequence, deliverySequence, , pending] = tokens.slice(tokens.length === 9 ? 2 : 4);
    this.stream = stream;
    this.sequence = Number(sequence);
    this.deliverySequence = Number(deliverySequence);
    this.deliveryCount = Number(count);
    this.pending = Number(pending);
  }

  get subject(): string {
    return this.#message.subject;
  }

  get data(): Uint8Array {
    return this.#message.data;
  }

  /** All of them; `header` is much cheaper where a few are enough. */
  get headers(): MsgHdrs | undefined {
    return this.#message.headers;
  }

  /** See {@link MessageHeaders.get}. */
  header(name: string): string | undefined {
    return (this.#received ??= new MessageHeaders(this.#message)).get(name);
  }

  ack(): void {
    this.#message.respond(acknowledge);
  }

  /** Lets anyone have it now. */
  nak(): void {
    this.#message.respond(handBack);
  }

  /** A sign of life: the time for the acknowledgement begins anew. */
  working(): void {
    this.#message.respond(working);
  }
}
