import type { RecordedFact } from '@podium/proto';
import { headers, type MsgHdrs, type NatsConnection } from 'nats';
import { LogRefusedError, translated } from './errors.ts';
import { manager, streams } from './streams.ts';
import { decodedFact } from './wire.ts';

/** One message as it stands in a stream, with all that its writer gave it. */
export interface MessageInStream {
  readonly sequence: number;
  readonly subject: string;
  readonly headers: MsgHdrs;
  readonly data: Uint8Array;
  /** When the server stored it. */
  readonly storedAt: Date;
}

/** The message at a sequence, from the stream's leader; undefined where there is none (any more). @throws LogUnavailableError */
export async function messageAt(
  nc: NatsConnection,
  stream: string,
  sequence: number,
): Promise<MessageInStream | undefined> {
  const { streams: api } = await manager(nc);
  try {
    const message = await api.getMessage(stream, { seq: sequence });
    return {
      sequence: message.seq,
      subject: message.subject,
      headers: message.header ?? headers(),
      data: message.data,
      storedAt: message.time,
    };
  } catch (cause) {
    const error = translated(cause);
    if (error instanceof LogRefusedError && error.errorCode === noMessageFound) return undefined;
    throw error;
  }
}

/** The fact at a position; undefined beyond the head. @throws LogUnavailableError, UnreadableMessageError */
export async function factAt(nc: NatsConnection, position: number): Promise<RecordedFact | undefined> {
  const message = await messageAt(nc, streams.events, position);
  return message && decodedFact(message.data, message.sequence);
}

/**
 * The first sequence of messages that the server stored at or after a time; undefined where there is none yet.
 *
 * @throws LogUnavailableError
 */
export async function firstSequenceSince(nc: NatsConnection, stream: string, time: Date): Promise<number | undefined> {
  try {
    const body = JSON.stringify({ start_time: time.toISOString(), batch: 1, next_by_subj: '>' });
    const answer = await nc.request(`$JS.API.DIRECT.GET.${stream}`, body, { timeout: 5_000 });
    if (answer.headers?.code === 404) return undefined;
    return Number(answer.headers?.get('Nats-Sequence'));
  } catch (error) {
    throw translated(error);
  }
}

const noMessageFound = 10_037;
