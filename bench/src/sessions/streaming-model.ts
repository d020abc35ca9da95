import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StreamingModelOptions {
  readonly deltasPerSecond: number;
  /** How long each answer lasts; after each but the last the model runs a command. */
  readonly answerSeconds: number;
  readonly answers: number;
}

interface ChatBody {
  readonly messages: readonly { readonly role: string }[];
}

/**
 * A model that says numbered words at a steady rate, so that each word can be recognised wherever it arrives: the prompt
 * "Stream 7" is answered with `s7w0 s7w1 …`.
 */
export class StreamingModel {
  readonly #options: StreamingModelOptions;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  private constructor(options: StreamingModelOptions) {
    this.#options = options;
  }

  static async start(options: StreamingModelOptions): Promise<StreamingModel> {
    const model = new StreamingModel(options);
    model.#server.listen(0, '127.0.0.1');
    await once(model.#server, 'listening');
    return model;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const body = Buffer.concat(pieces).toString('utf8');
    const stream = /Stream (\d+)/.exec(body)?.[1] ?? '0';
    const done = (JSON.parse(body) as ChatBody).messages.filter(({ role }) => role === 'tool').length;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (delta: object, finish: string | null = null): void => {
      const chunk = { id: 'c', object: 'chat.completion.chunk', created: 0, model: 'scripted' };
      response.write(
        `data: ${JSON.stringify({ ...chunk, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
      );
    };
    const { deltasPerSecond, answerSeconds, answers } = this.#options;
    const words = deltasPerSecond * answerSeconds;
    const startedAt = performance.now();
    let sent = 0;
    // Behind the clock it catches up: timers alone would be slower than they are asked to be.
    const timer = setInterval(() => {
      const due = Math.floor(((performance.now() - startedAt) / 1000) * deltasPerSecond);
      while (sent < due && sent < words) send({ content: `s${stream}w${done * words + sent++} ` });
      if (sent < words) return;
      clearInterval(timer);
      if (done + 1 < answers) send({ tool_calls: [commandCall(done)] });
      send({}, done + 1 < answers ? 'tool_calls' : 'stop');
      response.end('data: [DONE]\n\n');
    }, 1000 / deltasPerSecond);
    response.once('close', () => clearInterval(timer));
  }
}

function commandCall(number: number): object {
  const args = JSON.stringify({ command: `echo ${number}`, description: 'Takes no time' });
  return { index: 0, id: `call_${number}`, type: 'function', function: { name: 'bash', arguments: args } };
}
