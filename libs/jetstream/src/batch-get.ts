import type { Msg, MsgRequest, NatsConnection } from 'nats';
import { ask } from './answers.ts';
import { LogRefusedError, translated } from './errors.ts';
import { MessageHeaders } from './message-headers.ts';
import { manager } from './streams.ts';
import { encoded } from './wire.ts';

/** A message as it stands in a stream. */
export interface StoredMessage {
  readonly sequence: number;
  readonly subject: string;
  readonly data: Uint8Array;
  header(name: string): string;
}

export interface BatchGet {
  readonly stream: string;
  /** One literal subject: with a wildcard the server would search the whole stream. */
  readonly subject: string;
  /** Messages after this sequence; 0 for all. */
  readonly after: number;
}

/** Limits of one answer, so that it arrives within the time. */
const batchSize = 1_000;
const batchBytes = 4 * 1024 * 1024;
const timeoutMs = 2_000;

/**
 * All messages on a subject after a sequence, in order, in one round trip for up to 1,000 (or 4 MiB). Raw, because the client's
 * own function can't ask for one subject from a sequence on.
 * Source: https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-31.md
 *
 * @throws LogUnavailableError when the answer is missing or incomplete.
 */
export async function batchGet(nc: NatsConnection, { stream, subject, after }: BatchGet): Promise<StoredMessage[]> {
  const messages: StoredMessage[] = [];
  for (;;) {
    const from = (messages.at(-1)?.sequence ?? after) + 1;
    const body = encoded({ seq: from, next_by_subj: subject, batch: batchSize, max_bytes: batchBytes });
    const end = await receive(nc, `$JS.API.DIRECT.GET.${stream}`, body, messages);
    if (end === 'complete') return messages;
  }
}

async function receive(
  nc: NatsConnection,
  subject: string,
  payload: Uint8Array,
  into: StoredMessage[],
): Promise<'complete' | 'more'> {
  let end: 'complete' | 'more' = 'complete';
  const onAnswer = (reply: Msg): 'last' | 'more' => {
    const headers = new MessageHeaders(reply);
    const status = headers.code;
    if (status === 404) return 'last';
    if (status === 204) {
      if (Number(headers.get('Nats-Num-Pending')) > 0) end = 'more';
      return 'last';
    }
    if (status >= 400) throw new LogRefusedError(reply.headers?.description ?? 'The read was refused', 0, status);
    into.push(storedMessage(reply, headers));
    return 'more';
  };
  try {
    await ask(nc, { subject, payload, timeoutMs, onAnswer });
  } catch (error) {
    throw translated(error);
  }
  return end;
}

function storedMessage({ data }: Msg, headers: MessageHeaders): StoredMessage {
  return {
    sequence: Number(headers.get('Nats-Sequence')),
    subject: headers.get('Nats-Subject') ?? '',
    data,
    header: (name) => headers.get(name) ?? '',
  };
}

/** The last message on a literal subject, from the leader of the stream; undefined where there is none. */
export function lastOn(nc: NatsConnection, stream: string, subject: string): Promise<StoredMessage | undefined> {
  return oneMessage(nc, stream, { last_by_subj: subject });
}

/** The first message that is kept on a literal subject, from the leader; undefined where there is none. */
export function firstOn(nc: NatsConnection, stream: string, subject: string): Promise<StoredMessage | undefined> {
  // The server takes both keys together; the client's type knows only one at a time.
  const query = { seq: 1, next_by_subj: subject };
  return oneMessage(nc, stream, query);
}

async function oneMessage(nc: NatsConnection, stream: string, query: MsgRequest): Promise<StoredMessage | undefined> {
  const { streams } = await manager(nc);
  try {
    const message = await streams.getMessage(stream, query);
    return {
      sequence: message.seq,
      subject: message.subject,
      data: message.data,
      header: (name) => message.header.get(name),
    };
  } catch (cause) {
    const error = translated(cause);
    if (error instanceof LogRefusedError && error.errorCode === noMessageFound) return undefined;
    throw error;
  }
}

const noMessageFound = 10_037;
