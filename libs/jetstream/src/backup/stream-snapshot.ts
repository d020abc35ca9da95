import { createInbox, type Msg, type NatsConnection, type StreamConfig, type StreamState } from 'nats';
import { LogRefusedError, translated } from '../errors.ts';
import { encoded } from '../wire.ts';
import { BackupError } from './errors.ts';

/** What the server needs beside the data to make a stream again. */
export interface StreamDescription {
  readonly config: StreamConfig;
  readonly state: StreamState;
}

interface ApiError {
  readonly code: number;
  readonly err_code?: number;
  readonly description?: string;
}

const chunkBytes = 128 * 1024;
/** How much the server sends ahead of what we have acknowledged. */
const windowBytes = 8 * 1024 * 1024;
const silenceMs = 30_000;

/**
 * Reads the server's own snapshot of a stream: its messages with their sequences, times and headers, and its consumers
 * with their places. The stream goes on meanwhile.
 * Source: https://docs.nats.io/reference/reference-protocols/nats_api_reference#streams
 *
 * @param onChunk gets the bytes in order; the server waits while it is at work.
 * @throws BackupError `snapshot_failed`, LogUnavailableError, LogRefusedError
 */
export async function snapshotStream(
  nc: NatsConnection,
  stream: string,
  onChunk: (chunk: Uint8Array) => Promise<void>,
): Promise<StreamDescription> {
  const inbox = createInbox();
  const chunks = nc.subscribe(inbox);
  // It hung, or the connection was cut: the rest will never come.
  let watch = setTimeout(() => chunks.unsubscribe(), silenceMs);
  try {
    const description = await begin(nc, stream, inbox);
    for await (const message of chunks) {
      clearTimeout(watch);
      if (isEnd(message, stream)) return description;
      await onChunk(message.data);
      message.respond();
      watch = setTimeout(() => chunks.unsubscribe(), silenceMs);
    }
    throw new BackupError('snapshot_failed', `The server stopped sending the snapshot of ${stream}`);
  } finally {
    clearTimeout(watch);
    chunks.unsubscribe();
  }
}

async function begin(nc: NatsConnection, stream: string, inbox: string): Promise<StreamDescription> {
  const request = {
    deliver_subject: inbox,
    no_consumers: false,
    // Checks every message's checksum first.
    jsck: true,
    chunk_size: chunkBytes,
    window_size: windowBytes,
  };
  try {
    const answer = await nc.request(`$JS.API.STREAM.SNAPSHOT.${stream}`, encoded(request), { timeout: silenceMs });
    const { error, config, state } = answer.json<StreamDescription & { error?: ApiError }>();
    if (error) throw new LogRefusedError(error.description ?? 'Refused', error.err_code ?? 0, error.code);
    return { config, state };
  } catch (error) {
    throw translated(error);
  }
}

function isEnd(message: Msg, stream: string): boolean {
  if (message.data.length > 0) return false;
  const code = message.headers?.code ?? 0;
  if (code >= 400) {
    const reason = message.headers?.description ?? String(code);
    throw new BackupError('snapshot_failed', `The server gave up the snapshot of ${stream}: ${reason}`);
  }
  return true;
}

/**
 * Makes a stream from a snapshot. There must be none of that name.
 *
 * @throws BackupError `restore_failed`, LogUnavailableError, LogRefusedError
 */
export async function restoreStream(
  nc: NatsConnection,
  { config, state }: StreamDescription,
  chunks: AsyncIterable<Uint8Array>,
): Promise<StreamState> {
  try {
    const subject = await beginRestore(nc, { config, state });
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += chunkBytes) {
        const answer = await nc.request(subject, chunk.subarray(at, at + chunkBytes), { timeout: silenceMs });
        if (answer.data.length > 0) throw refusal(answer, config.name);
      }
    }
    const answer = await nc.request(subject, new Uint8Array(), { timeout: restoreMs });
    const made = answer.json<{ state?: StreamState; error?: ApiError }>();
    if (made.error || !made.state) throw refusal(answer, config.name);
    return made.state;
  } catch (error) {
    throw translated(error);
  }
}

async function beginRestore(nc: NatsConnection, { config, state }: StreamDescription): Promise<string> {
  const api = `$JS.API.STREAM.RESTORE.${config.name}`;
  const answer = await nc.request(api, encoded({ config, state }), { timeout: silenceMs });
  const { error, deliver_subject: subject } = answer.json<{ error?: ApiError; deliver_subject?: string }>();
  if (error) throw new LogRefusedError(error.description ?? 'Refused', error.err_code ?? 0, error.code);
  if (!subject) {
    const hint = 'Is a program making it at the same time?';
    throw new BackupError('restore_failed', `The server did not say where it takes ${config.name}. ${hint}`);
  }
  return subject;
}

function refusal(answer: Msg, stream: string): BackupError {
  const { error } = answer.json<{ error?: ApiError }>();
  return new BackupError('restore_failed', `The server did not take the snapshot of ${stream}: ${error?.description}`);
}

/** The server builds its indexes before it answers. */
const restoreMs = 10 * 60_000;
