import type { Msg, MsgHdrs, NatsConnection } from 'nats';
import { ask } from './answers.ts';
import { LogRefusedError, translated } from './errors.ts';
import { giveUpAfterMs, whileUnavailable } from './unavailable.ts';
import type { Subject } from './subjects.ts';

/** One message for a stream. */
export interface StreamMessage {
  readonly subject: Subject;
  readonly payload: Uint8Array;
  readonly headers: MsgHdrs;
}

export interface PublishAck {
  readonly sequence: number;
  /** The server had seen the message's id within its window, and wrote nothing now. */
  readonly duplicate: boolean;
}

/** How long the log may take to acknowledge, in milliseconds, before the outcome counts as unknown. */
export const ackTimeoutMs = 2_000;

const decoder = new TextDecoder();

/**
 * Publishes and waits for the acknowledgement of the stream.
 *
 * @throws LogRefusedError when the stream says no; LogUnavailableError when nothing is known.
 */
export async function publishForAck(nc: NatsConnection, message: StreamMessage): Promise<PublishAck> {
  let answer: unknown;
  const onAnswer = (reply: Msg): 'last' => {
    answer = JSON.parse(decoder.decode(reply.data));
    return 'last';
  };
  try {
    await ask(nc, { ...message, timeoutMs: ackTimeoutMs, onAnswer });
  } catch (error) {
    throw translated(error);
  }
  return ackOf(answer);
}

/** Repeats a publish whose id the stream recognizes until it is acknowledged or the time is up. */
export function publishUntilAcked(nc: NatsConnection, message: StreamMessage): Promise<PublishAck> {
  return whileUnavailable(nc, giveUpAfterMs, () => publishForAck(nc, message));
}

interface RawAck {
  readonly seq?: number;
  readonly duplicate?: boolean;
  readonly error?: { readonly code: number; readonly err_code?: number; readonly description?: string };
}

function ackOf(answer: unknown): PublishAck {
  const { seq, duplicate, error } = answer as RawAck;
  if (error) throw new LogRefusedError(error.description ?? 'The log refused', error.err_code ?? 0, error.code);
  if (typeof seq !== 'number') throw new LogRefusedError('What answered is no stream', 0, 400);
  return { sequence: seq, duplicate: duplicate === true };
}
