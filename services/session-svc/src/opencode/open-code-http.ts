import { AnswerTooLargeError, boundedBody } from '@podium/service-kit';
import { OpenCodeError, type OpenCodeErrorCode } from './open-code-error.ts';

/** One server per project, and one directory in it: the project's workspace. */
export interface OpenCodeConnection {
  readonly baseUrl: string;
  readonly username: string;
  readonly password: string;
  /** Absolute, as the server sees it. */
  readonly directory: string;
}

export interface HttpOptions {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Longer answers are not read to their end: `bad_answer`. Default 64 MiB. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

const maxErrorTextLength = 300;
/** All messages of a long conversation have a few MB. */
const longestAnswerBytes = 64 * 2 ** 20;

/** Sends a request for JSON. Errors: every code of {@link OpenCodeError}, and the signal's reason when it is aborted. */
export async function requestJson<T>(connection: OpenCodeConnection, path: string, options: HttpOptions): Promise<T> {
  const response = await request(connection, path, options, 'application/json');
  return (await inTime(jsonOf(response, options.maxBytes), options)) as T;
}

async function jsonOf(response: Response, maxBytes = longestAnswerBytes): Promise<unknown> {
  return JSON.parse((await boundedBody(response, maxBytes)).toString('utf8'));
}

/** Sends a request whose answer has no content. Errors as {@link requestJson}. */
export async function requestNothing(
  connection: OpenCodeConnection,
  path: string,
  options: HttpOptions,
): Promise<void> {
  const response = await request(connection, path, options, undefined);
  await inTime(boundedBody(response, longestAnswerBytes), options);
}

/** Opens `GET /event`. The timeout covers only the wait for the response's head; `signal` ends the stream. */
export async function openEvents(
  connection: OpenCodeConnection,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<ReadableStream<Uint8Array>> {
  const head = new AbortController();
  const timer = setTimeout(() => head.abort(new DOMException('No answer in time', 'TimeoutError')), options.timeoutMs);
  try {
    const signal = AbortSignal.any([options.signal, head.signal]);
    const response = await send(connection, '/event', {}, signal, options.signal);
    await check(response, '/event', 'text/event-stream');
    if (!response.body) throw new OpenCodeError('bad_answer', 'GET /event answered without a body');
    return response.body;
  } finally {
    clearTimeout(timer);
  }
}

async function request(
  connection: OpenCodeConnection,
  path: string,
  options: HttpOptions,
  contentType: string | undefined,
): Promise<Response> {
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const response = await send(connection, path, options, signal, options.signal);
  await check(response, path, contentType);
  return response;
}

async function send(
  connection: OpenCodeConnection,
  path: string,
  options: Pick<HttpOptions, 'method' | 'body' | 'query'>,
  signal: AbortSignal,
  ownSignal: AbortSignal | undefined,
): Promise<Response> {
  const url = new URL(path, connection.baseUrl);
  for (const [key, value] of Object.entries({ directory: connection.directory, ...options.query })) {
    url.searchParams.set(key, value);
  }
  const credentials = Buffer.from(`${connection.username}:${connection.password}`).toString('base64');
  try {
    return await fetch(url, {
      method: options.method ?? 'GET',
      headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/json' },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      signal,
      // Where OpenCode has died, a program of the pod could answer in its place.
      redirect: 'error',
    });
  } catch (cause) {
    ownSignal?.throwIfAborted();
    throw new OpenCodeError('unreachable', `OpenCode does not answer ${path}`, { cause });
  }
}

/** Reading a body can fail like sending can: the connection breaks, the time is over, or it is not JSON. */
async function inTime<T>(body: Promise<T>, options: HttpOptions): Promise<T> {
  try {
    return await body;
  } catch (cause) {
    options.signal?.throwIfAborted();
    if (cause instanceof OpenCodeError) throw cause;
    if (cause instanceof AnswerTooLargeError) throw new OpenCodeError('bad_answer', cause.message, { cause });
    if (cause instanceof SyntaxError) throw new OpenCodeError('bad_answer', 'OpenCode answered broken JSON', { cause });
    throw new OpenCodeError('unreachable', "OpenCode's answer broke off", { cause });
  }
}

async function check(response: Response, path: string, contentType: string | undefined): Promise<void> {
  const { status } = response;
  if (!response.ok) {
    const text = await beginningOf(response);
    throw new OpenCodeError(codeOf(status), `OpenCode answered ${path} with ${status}: ${text}`, { status });
  }
  const actual = response.headers.get('content-type') ?? 'no content type';
  const expected = contentType ? actual.startsWith(contentType) : !actual.startsWith('text/html');
  if (expected) return;
  await response.body?.cancel();
  throw new OpenCodeError('bad_answer', `OpenCode answered ${path} with ${actual}`, { status });
}

/** As much of an answer as is told of it. */
async function beginningOf({ body }: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= maxErrorTextLength) break;
  }
  return text.slice(0, maxErrorTextLength);
}

function codeOf(status: number): OpenCodeErrorCode {
  if (status === 401) return 'unauthorized';
  return status === 404 ? 'not_found' : 'refused';
}
