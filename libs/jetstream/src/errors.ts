import { LogUnavailableError } from '@podium/event-sourcing';
import { NatsError } from 'nats';

/** A name can't be part of a subject. An invalid subject would make the server drop the whole connection. */
export class InvalidSubjectError extends Error {
  override readonly name = 'InvalidSubjectError';
  readonly code = 'invalid_subject';
}

/** JetStream answered, and refused. `errorCode` is the server's own, for example 10071 for a failed expectation. */
export class LogRefusedError extends Error {
  override readonly name = 'LogRefusedError';
  readonly code = 'log_refused';
  readonly errorCode: number;
  /** HTTP-like class of the refusal: 5xx may pass by itself. */
  readonly status: number;

  constructor(message: string, errorCode: number, status: number) {
    super(message);
    this.errorCode = errorCode;
    this.status = status;
  }
}

/** Two different requests came under one id. */
export class RequestReusedError extends Error {
  override readonly name = 'RequestReusedError';
  readonly code = 'idempotency_key_reused';
}

/** Something in a stream is not what this program writes there. */
export class UnreadableMessageError extends Error {
  override readonly name = 'UnreadableMessageError';
  readonly code = 'unreadable_message';
}

/** Codes of the client that say nothing about the message, only that no answer came. */
const unreachable = new Set([
  'TIMEOUT',
  '503',
  'CONNECTION_CLOSED',
  'CONNECTION_DRAINING',
  'DISCONNECT',
  'CONNECTION_REFUSED',
]);

/** The client's errors in the words of the port; errors of any other kind as they are. */
export function translated(error: unknown): unknown {
  if (!(error instanceof NatsError)) return error;
  if (error.api_error) {
    return new LogRefusedError(error.api_error.description, error.api_error.err_code ?? 0, error.api_error.code);
  }
  if (error.code === 'MAX_PAYLOAD_EXCEEDED')
    return new LogRefusedError('The message is larger than the log takes', 0, 413);
  return unreachable.has(error.code)
    ? new LogUnavailableError(`The log did not answer: ${error.message}`, { cause: error })
    : error;
}
