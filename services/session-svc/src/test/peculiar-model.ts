import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call of a tool, as a model asks for it. */
export interface ModelCall {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** One answer: words and calls, then its end. */
export interface ModelAnswer {
  readonly text?: string;
  readonly calls?: readonly ModelCall[];
  /** How it ends; a `stop`, or `tool_calls` where there are some, by default. `cut`: the connection breaks off. */
  readonly end?: 'cut' | 'error';
}

/** What a model answers to a prompt, step by step; an empty answer after the last one. */
export type Play = readonly ModelAnswer[];

interface Chat {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly tools?: readonly unknown[];
}

/** A model that does whatever a test wants of it, however odd: what is played is named in the prompt. */
export class PeculiarModel {
  readonly #server: Server;
  readonly #plays: Readonly<Record<string, Play>>;
  /** How often each answer was asked for, by play and step. */
  readonly asked = new Map<string, number>();

  private constructor(plays: Readonly<Record<string, Play>>) {
    this.#plays = plays;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(plays: Readonly<Record<string, Play>>): Promise<PeculiarModel> {
    const model = new PeculiarModel(plays);
    model.#server.listen(0, '127.0.0.1');
    await once(model.#server, 'listening');
    return model;
  }

  /** As a provider's base URL. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { messages, tools } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Chat;
    const at = messages.findLastIndex(({ role }) => role === 'user');
    const prompt = JSON.stringify(messages[at]?.content ?? '');
    const name = Object.keys(this.#plays).find((each) => prompt.includes(each)) ?? '';
    const step = messages.slice(at).filter(({ role }) => role === 'assistant').length;
    const key = `${name}:${step}`;
    const times = (this.asked.get(key) ?? 0) + 1;
    if (tools) this.asked.set(key, times);
    const play = tools ? (this.#plays[name]?.[step] ?? {}) : { text: 'A title' };
    this.#stream(response, times > 1 && play.end ? { text: 'Once more. ' } : play);
  }

  /** What breaks off or fails does so once. */
  #stream(response: ServerResponse, { text = '', calls = [], end }: ModelAnswer): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (choice: unknown): void => void response.write(`data: ${JSON.stringify({ choices: [choice] })}\n\n`);
    for (const part of text.match(/[^]{1,4000}/gu) ?? []) send({ index: 0, delta: { content: part } });
    if (end === 'cut') return void setTimeout(() => response.destroy(), 50);
    if (end === 'error') {
      response.end(`data: ${JSON.stringify({ error: { message: 'The model broke down', code: 'broken' } })}\n\n`);
      return;
    }
    calls.forEach(({ tool, input }, index) => {
      const given = { name: tool, arguments: JSON.stringify(input) };
      send({
        index: 0,
        delta: { tool_calls: [{ index, id: `call_${tool}_${index}`, type: 'function', function: given }] },
      });
    });
    send({ index: 0, delta: {}, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' });
    const usage = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 };
    response.end(`data: ${JSON.stringify({ choices: [], usage })}\n\ndata: [DONE]\n\n`);
  }
}
