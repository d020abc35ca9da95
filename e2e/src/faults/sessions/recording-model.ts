import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@podium/testing';
import { createParser } from 'eventsource-parser';

/** One answer of the model to an agent, as far as it went over the wire. */
export interface SentAnswer {
  /** The runtime's session that asked. */
  readonly runtimeSessionId: string;
  /** Everything that people wrote in the conversation that it answers. */
  readonly prompt: string;
  readonly startedAtMs: number;
  /** The words, without reasoning. */
  text: string;
  /** How it ended, `stop` or `tool_calls`; undefined while it goes on, and for one that was cut off. */
  finish: string | undefined;
  endedAtMs: number | undefined;
}

interface ChatChunk {
  readonly choices?: readonly {
    readonly delta?: { readonly content?: string };
    readonly finish_reason?: string | null;
  }[];
}

interface ChatBody {
  readonly tools?: readonly unknown[];
  readonly messages: readonly { readonly role: string; readonly content?: unknown }[];
}

/**
 * The scripted model in a process of its own that can be killed, behind a recorder that remembers what was sent: the
 * measure for what has to be in the output of the sessions.
 */
export class RecordingModel {
  readonly answers: SentAnswer[] = [];
  readonly #server = createServer((request, response) => void this.#handle(request, response));
  readonly #wordDelayMs: number;
  #child: ChildProcess | undefined;
  #childPort = 0;
  #closed = false;

  private constructor(wordDelayMs: number) {
    this.#wordDelayMs = wordDelayMs;
  }

  static async start(wordDelayMs = 30): Promise<RecordingModel> {
    const model = new RecordingModel(wordDelayMs);
    model.#childPort = await freePort();
    await model.#launch();
    model.#server.listen(0, '127.0.0.1');
    await once(model.#server, 'listening');
    return model;
  }

  /** Base URL for `PODIUM_DEMO_MODEL_URL`. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  /** SIGKILL; it is started again right away. Returns when it answers. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    await this.#launch();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#child?.kill('SIGKILL');
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #launch(): Promise<void> {
    const main = join(dirname(createRequire(import.meta.url).resolve('@podium/scripted-model')), 'main.js');
    const env = {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      PORT: String(this.#childPort),
      PODIUM_DEMO_WORD_DELAY_MS: String(this.#wordDelayMs),
    };
    this.#child = spawn(process.execPath, [main], { env, stdio: 'ignore' });
    while (!this.#closed && !(await answers(`http://127.0.0.1:${this.#childPort}/health`))) await sleep(50);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      const body = await bodyOf(request);
      const answer = this.#begin(request, body);
      const upstream = await fetch(`http://127.0.0.1:${this.#childPort}${request.url ?? '/'}`, {
        method: request.method ?? 'GET',
        headers: { 'content-type': 'application/json', 'x-session-id': sessionOf(request) },
        ...(body === '' ? {} : { body }),
        signal: gone.signal,
      });
      response.writeHead(upstream.status, { 'content-type': upstream.headers.get('content-type') ?? 'text/plain' });
      if (upstream.body) await pass(upstream.body, response, answer);
      response.end();
      if (answer && !gone.signal.aborted) answer.endedAtMs = Date.now();
    } catch (error) {
      // The model or the one who asked it has gone: what was killed is killed for both.
      if (!(error instanceof Error)) throw error;
      response.destroy();
    }
  }

  /** Undefined for what is no step of an agent: health, lists, titles, summaries. */
  #begin(request: IncomingMessage, body: string): SentAnswer | undefined {
    if (body === '') return undefined;
    const chat = JSON.parse(body) as ChatBody;
    if (!chat.tools || chat.tools.length === 0) return undefined;
    const answer: SentAnswer = {
      runtimeSessionId: sessionOf(request),
      prompt: JSON.stringify(chat.messages.filter(({ role }) => role === 'user')),
      startedAtMs: Date.now(),
      text: '',
      finish: undefined,
      endedAtMs: undefined,
    };
    this.answers.push(answer);
    return answer;
  }
}

async function pass(
  body: ReadableStream<Uint8Array>,
  response: ServerResponse,
  answer: SentAnswer | undefined,
): Promise<void> {
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent: ({ data }) => {
      const chunk = chunkOf(data);
      if (answer && chunk) note(answer, chunk);
    },
  });
  for await (const piece of body) {
    parser.feed(decoder.decode(piece, { stream: true }));
    if (!response.write(piece)) await once(response, 'drain');
  }
}

/** Undefined for the end, and for what the model garbled on purpose: it goes on to the agent as it is. */
function chunkOf(data: string): ChatChunk | undefined {
  try {
    return data === '[DONE]' ? undefined : (JSON.parse(data) as ChatChunk);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function note(answer: SentAnswer, { choices = [] }: ChatChunk): void {
  for (const { delta, finish_reason: finish } of choices) {
    answer.text += delta?.content ?? '';
    answer.finish = finish ?? answer.finish;
  }
}

function sessionOf(request: IncomingMessage): string {
  const header = request.headers['x-session-id'];
  return Array.isArray(header) ? header.join() : (header ?? '');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1000) })).ok;
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return false;
    throw error;
  }
}
