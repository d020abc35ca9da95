import { once } from 'node:events';
import type { Request, Response } from 'express';

/** A comment goes out this often, so that proxies keep the connection and dead clients are noticed. */
const keepAliveMs = 15_000;

/** Server-sent events to one client, at the pace of the client. Source: the HTML standard, section 9.2. */
export class EventStream {
  readonly #response: Response;
  readonly #gone = new AbortController();
  readonly #keepAlive: NodeJS.Timeout;

  /** @param ending of the gateway: the client is to come back, to another one. */
  constructor(response: Response, ending: AbortSignal) {
    this.#response = response;
    // A client that has gone while the beginning was looked up does not go again.
    if (response.destroyed) this.#gone.abort();
    else response.once('close', () => this.close());
    response.status(200).setHeader('Content-Type', 'text/event-stream; charset=utf-8');
    response.setHeader('X-Accel-Buffering', 'no');
    response.flushHeaders();
    this.#keepAlive = setInterval(() => response.write(': keep-alive\n\n'), keepAliveMs);
    if (this.gone.aborted) clearInterval(this.#keepAlive);
    const close = (): void => this.close();
    ending.addEventListener('abort', close, { signal: this.gone });
    if (ending.aborted) this.close();
  }

  /** Aborts when the client is gone or the stream is closed. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Resolves when the client can take more, or is gone. */
  async send(id: number, data: unknown): Promise<void> {
    if (this.gone.aborted || this.#response.write(`id: ${id}\ndata: ${JSON.stringify(data)}\n\n`)) return;
    try {
      await once(this.#response, 'drain', { signal: this.gone });
    } catch (error) {
      if (!this.gone.aborted) throw error;
    }
  }

  /** A named event, without an id: a client that comes back is not taken to have seen more than before. */
  announce(name: string, data: unknown): void {
    if (!this.gone.aborted) this.#response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  close(): void {
    clearInterval(this.#keepAlive);
    this.#gone.abort();
    this.#response.end();
  }
}

/** Where a client that comes back goes on: browsers send the header, others may use the parameter. */
export function lastEventId(request: Request): unknown {
  return request.get('last-event-id') ?? request.query['last_event_id'];
}
