import type { DeliveredMessage } from '../delivery-message.ts';

/** A message between its delivery and its acknowledgement. */
export class HeldMessage {
  readonly sequence: number;
  readonly stream: string;
  readonly subject: string;
  #delivery: DeliveredMessage;

  constructor(delivery: DeliveredMessage) {
    this.#delivery = delivery;
    this.sequence = delivery.sequence;
    this.stream = delivery.stream;
    this.subject = delivery.subject;
  }

  get data(): Uint8Array {
    return this.#delivery.data;
  }

  /** As its writer named it in the headers, which saves parsing what nobody asked for; undefined where it did not. */
  get type(): string | undefined {
    return this.#delivery.header('ce-type');
  }

  get deliveryCount(): number {
    return this.#delivery.deliveryCount;
  }

  /** The server took it for lost and sent it again: answers go to the newest delivery. */
  redelivered(delivery: DeliveredMessage): void {
    this.#delivery = delivery;
  }

  done(): void {
    this.#delivery.ack();
  }

  /** Keeps the server from giving it to someone else. */
  keep(): void {
    this.#delivery.working();
  }

  /** Lets anyone have it now. */
  handBack(): void {
    this.#delivery.nak();
  }
}
