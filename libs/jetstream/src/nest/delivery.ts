/** What a handler may know of the delivery of its message. */
export interface DeliveryContext {
  /** Aborted when the program shuts down and the handler has to let go. */
  readonly signal: AbortSignal;
  /** 1 for the first delivery by the server. Attempts within this process do not count. */
  readonly deliveryCount: number;
  readonly subject: string;
  /** Place of the message in its stream; for facts their position. */
  readonly streamSequence: number;
}

/**
 * Thrown by a handler that has learnt that its message was delivered to someone else, who works on it now. The message
 * is neither acknowledged, for else nobody would get it if that one died, nor handed back, for that one keeps it.
 */
export class DeliveredElsewhereError extends Error {
  override readonly name = 'DeliveredElsewhereError';
  readonly code = 'delivered_elsewhere';
}
