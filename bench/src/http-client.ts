import { Agent, request } from 'node:http';

/**
 * A client that costs as little as possible, with connections that stay open: what is measured is the server. (`fetch`
 * alone takes longer for a request to a server that does nothing than what is promised for the whole way.)
 */
export class HttpClient {
  readonly #origin: URL;
  readonly #agent: Agent;

  constructor(origin: string, connections: number) {
    this.#origin = new URL(origin);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Posts JSON and gives the parsed answer. Rejects for any other status than `expected`. */
  post(path: string, body: object, expected: number): Promise<unknown> {
    return this.#ask('POST', path, JSON.stringify(body), expected);
  }

  /** Gives the parsed answer. Rejects for any other status than 200. */
  get(path: string): Promise<unknown> {
    return this.#ask('GET', path, '', 200);
  }

  #ask(method: string, path: string, text: string, expected: number): Promise<unknown> {
    const headers = text && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
    const { hostname, port } = this.#origin;
    return new Promise((resolve, reject) => {
      const options = { agent: this.#agent, hostname, port, method, path, ...(headers ? { headers } : {}) };
      const sent = request(options, (response) => {
        let answer = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (answer += part));
        response.on('error', reject);
        response.on('end', () => {
          if (response.statusCode === expected) resolve(JSON.parse(answer));
          else reject(new Error(`${response.statusCode} ${answer.slice(0, 500)}`));
        });
      });
      sent.on('error', reject);
      sent.end(text);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
