import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, ChatRequest, Refusal } from './chat.ts';
import { deltasOf, messageOf, usageOf } from './completion.ts';
import { nextAnswer } from './planner.ts';
import { readTask } from './task.ts';

export const demoProviderId = 'podium-demo';
export const demoModelId = 'scripted';
export const demoModelLabel = 'Demo model (scripted)';

export interface ScriptedModelOptions {
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** Default: 0, any free port. */
  readonly port?: number;
  /** The pause before each word. Default: 30. */
  readonly wordDelayMs?: number;
  /** Gets each request for an answer: for who wants to know what a model is given. */
  readonly onRequest?: (chat: ChatRequest) => void;
}

export interface ScriptedModel {
  /** The base URL for an OpenAI-compatible provider, with `/v1`. */
  readonly url: string;
  readonly port: number;
  /** Ends every connection, hanging ones too. */
  close(): Promise<void>;
}

const defaultWordDelayMs = 30;
const maxBodyBytes = 32 * 1024 * 1024;

/** Starts the scripted model and resolves when it accepts requests. */
export async function startScriptedModel(options: ScriptedModelOptions = {}): Promise<ScriptedModel> {
  const host = options.host ?? '127.0.0.1';
  const handler = new Handler(options);
  const server = createServer((request, response) => void handler.handle(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
      server.closeAllConnections();
    });
  return { url: `http://${host}:${port}/v1`, port, close };
}

class Handler {
  private readonly wordDelayMs: number;
  private readonly onRequest: ScriptedModelOptions['onRequest'];
  /** How often each task was refused: the only memory of the server. */
  private readonly refusals = new Map<string, number>();

  constructor({ wordDelayMs = defaultWordDelayMs, onRequest }: ScriptedModelOptions) {
    this.wordDelayMs = wordDelayMs;
    this.onRequest = onRequest;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = `${request.method} ${request.url?.split('?')[0]}`;
    try {
      if (route === 'GET /health') return sendJson(response, 200, { status: 'ok' });
      if (route === 'GET /v1/models') return sendJson(response, 200, { object: 'list', data: [model] });
      if (route === 'POST /v1/chat/completions') return await this.complete(request, response);
      sendError(response, 404, 'not_found', `There is no ${route}.`);
    } catch (error) {
      if (response.destroyed) return;
      if (response.headersSent) response.destroy(error as Error);
      else sendError(response, 400, 'invalid_request', error instanceof Error ? error.message : String(error));
    }
  }

  private async complete(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chat = parseChat(await bodyOf(request));
    this.onRequest?.(chat);
    const answer = nextAnswer(chat);
    if (answer.refusal && this.refuses(answer.refusal, chat, request.headers['x-session-id'])) {
      if (answer.refusal.garbled) return sendGarbage(response, answer.refusal.message);
      return sendError(response, answer.refusal.status, answer.refusal.code, answer.refusal.message);
    }
    if (answer.hang) return;
    const callId = `call_${chat.messages.length}`;
    if (chat.stream) return await this.stream(response, chat, answer, callId);
    const choice = { index: 0, message: messageOf(answer, callId), finish_reason: finishReason(answer) };
    sendJson(response, 200, { ...head('chat.completion'), choices: [choice], usage: usageOf(chat, answer) });
  }

  private refuses(refusal: Refusal, chat: ChatRequest, session: string | string[] | undefined): boolean {
    // The task and not the prompt: a continuation says the same task in other words.
    const task = readTask(chat.messages.findLast((message) => message.role === 'user'));
    const key = `${session ?? ''} ${refusal.code} ${task.text}`;
    const count = this.refusals.get(key) ?? 0;
    this.refusals.set(key, count + 1);
    return count < refusal.times;
  }

  private async stream(response: ServerResponse, chat: ChatRequest, answer: Answer, callId: string): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    const send = (data: object) =>
      response.write(`data: ${JSON.stringify({ ...head('chat.completion.chunk'), ...data })}\n\n`);
    for (const { delta, delayMs } of deltasOf(answer, callId, this.wordDelayMs)) {
      if (delayMs > 0) await pause(delayMs, undefined, { signal: gone.signal });
      send({ choices: [{ index: 0, delta, finish_reason: null }] });
    }
    send({ choices: [{ index: 0, delta: {}, finish_reason: finishReason(answer) }] });
    send({ choices: [], usage: usageOf(chat, answer) });
    response.end('data: [DONE]\n\n');
  }
}

const model = { id: demoModelId, object: 'model', created: 0, owned_by: 'podium' };

function head(object: string): object {
  return { id: 'chatcmpl-scripted', object, created: 0, model: demoModelId };
}

function finishReason(answer: Answer): string {
  return answer.call ? 'tool_calls' : 'stop';
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBodyBytes) throw new Error('The request is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseChat(body: string): ChatRequest {
  const chat = JSON.parse(body) as Partial<ChatRequest> | null;
  if (!Array.isArray(chat?.messages)) throw new Error('"messages" must be an array.');
  return chat as ChatRequest;
}

function sendGarbage(response: ServerResponse, message: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`data: ${message}\n\n`);
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sendError(response: ServerResponse, status: number, code: string, message: string): void {
  const type = status === 429 ? 'rate_limit_error' : 'invalid_request_error';
  sendJson(response, status, { error: { message, type, code, param: null } });
}
