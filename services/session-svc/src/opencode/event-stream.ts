import { setTimeout as pause } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import { isOpenCodeError, OpenCodeError } from './open-code-error.ts';
import { openEvents, type OpenCodeConnection } from './open-code-http.ts';
import type { OpenCodeEvent } from './open-code-types.ts';

/** Is told whether an agent is heard. */
export interface AgentContact {
  heard(): void;
  lost(): void;
}

export interface EventStreamOptions {
  /** Whom to tell when the stream opens and when it is cut. */
  readonly contact?: AgentContact;
  /** OpenCode sends a heartbeat every 10 s; after this silence the connection counts as cut. Default: 25 s. */
  readonly silenceMs?: number;
  /** After this silence the agent is not heard any more, though its connection may well go on. Default: 13 s. */
  readonly hushMs?: number;
  /** How long to go on trying without a connection. Default: 60 s. */
  readonly giveUpAfterMs?: number;
  /** The wait for the response's head: a server that is just starting takes connections and never answers. Default: 4 s. */
  readonly connectTimeoutMs?: number;
}

const minBackoffMs = 200;
const maxBackoffMs = 5_000;
/** In characters. The largest tool results that OpenCode tells have some hundred thousand. */
const longestEvent = 16 * 2 ** 20;

const knownTypes: ReadonlySet<string> = new Set<OpenCodeEvent['type']>([
  'session.created',
  'session.updated',
  'session.status',
  'session.idle',
  'session.error',
  'message.updated',
  'message.part.updated',
  'message.part.delta',
  'permission.asked',
  'permission.replied',
  'question.asked',
  'question.replied',
  'question.rejected',
]);

/**
 * The events of a connection's directory, for ever: it connects again with backoff after every cut and says so with
 * `stream.reconnected`, because OpenCode replays nothing. It ends when the signal is aborted.
 * Errors: `unauthorized` at once; `unreachable` after `giveUpAfterMs` without a connection.
 */
export async function* readEvents(
  connection: OpenCodeConnection,
  signal: AbortSignal,
  options: EventStreamOptions = {},
): AsyncGenerator<OpenCodeEvent, void, undefined> {
  const giveUpAfterMs = options.giveUpAfterMs ?? 60_000;
  let connectedBefore = false;
  let cutAtMs = Date.now();
  let backoffMs = minBackoffMs;
  while (!signal.aborted) {
    try {
      for await (const event of readOnce(connection, signal, options)) {
        if (event.type === 'stream.connected') {
          backoffMs = minBackoffMs;
          options.contact?.heard();
          yield { type: connectedBefore ? 'stream.reconnected' : 'stream.connected' };
          connectedBefore = true;
        } else yield event;
        cutAtMs = Date.now();
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!isOpenCodeError(error, 'unreachable') && !isOpenCodeError(error, 'refused')) throw error;
      if (Date.now() - cutAtMs > giveUpAfterMs) throw error;
    }
    if (!signal.aborted) options.contact?.lost();
    await pause(backoffMs * (0.75 + Math.random() / 2), undefined, { signal }).catch(ignoreAbort);
    backoffMs = Math.min(backoffMs * 2, maxBackoffMs);
  }
}

/** One connection, until it ends. The first event is `stream.connected`. */
async function* readOnce(
  connection: OpenCodeConnection,
  signal: AbortSignal,
  options: EventStreamOptions,
): AsyncGenerator<OpenCodeEvent, void, undefined> {
  const silenceMs = options.silenceMs ?? 25_000;
  const cut = new AbortController();
  const watchdog = setTimeout(() => cut.abort(new DOMException('No heartbeat', 'TimeoutError')), silenceMs);
  // A consumer that never comes back must not keep the process alive.
  watchdog.unref();
  const hush = setTimeout(() => options.contact?.lost(), options.hushMs ?? 13_000);
  hush.unref();
  const both = AbortSignal.any([signal, cut.signal]);
  const events: OpenCodeEvent[] = [];
  const onEvent = ({ data }: { data: string }): void => void events.push(...parseEvent(data));
  // Once more than that waits for the end of an event, feeding it throws.
  const parser = createParser({ onEvent, maxBufferSize: longestEvent });
  const decoder = new TextDecoder();
  try {
    const body = await openEvents(connection, { timeoutMs: options.connectTimeoutMs ?? 4_000, signal: both });
    for await (const chunk of body) {
      watchdog.refresh();
      hush.refresh();
      options.contact?.heard();
      parser.feed(decoder.decode(chunk, { stream: true }));
      yield* events.splice(0);
    }
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof OpenCodeError) throw cause;
    throw new OpenCodeError('unreachable', 'The event stream of OpenCode was cut', { cause });
  } finally {
    clearTimeout(watchdog);
    clearTimeout(hush);
    cut.abort();
  }
}

function parseEvent(data: string): OpenCodeEvent[] {
  const event = JSON.parse(data) as { type: string; properties: unknown };
  if (event.type === 'server.connected') return [{ type: 'stream.connected' }];
  return knownTypes.has(event.type) ? [event as OpenCodeEvent] : [];
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
