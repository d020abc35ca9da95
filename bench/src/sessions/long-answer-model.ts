import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const linesPerDelta = 500;

/** A model whose only answer is so many numbered lines: `line 0 of the log …`. */
export class LongAnswerModel {
  readonly #lines: number;
  readonly #server = createServer(
    (request, response) => void request.resume().once('end', () => this.#answer(response)),
  );

  private constructor(lines: number) {
    this.#lines = lines;
  }

  static async start(lines: number): Promise<LongAnswerModel> {
    const model = new LongAnswerModel(lines);
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

  #answer(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (delta: object, finish: string | null = null): void => {
      const chunk = { id: 'c', object: 'chat.completion.chunk', created: 0, model: 'scripted' };
      response.write(
        `data: ${JSON.stringify({ ...chunk, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
      );
    };
    for (let from = 0; from < this.#lines; from += linesPerDelta) {
      const count = Math.min(linesPerDelta, this.#lines - from);
      send({ content: Array.from({ length: count }, (_, index) => lineOf(from + index)).join('') });
    }
    send({}, 'stop');
    response.end('data: [DONE]\n\n');
  }
}

function lineOf(number: number): string {
  return `line ${number} of the log: compiled src/module-${number % 700}.ts in ${number % 90} ms\n`;
}
