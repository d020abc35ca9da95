import { Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Socket } from 'node:net';
import { createProxyServer, type ProxyServer } from 'httpxy';
import { waitingPage } from './waiting-page.ts';

/** Next closes a connection that was idle for 5 s: one that is taken up again just then would break the request. */
const longestIdleMs = 3_000;

/** Forwards what is not the API's to the web application, and shows a page that waits while that is starting. */
export class WebProxy {
  readonly #proxy: ProxyServer | undefined;

  /** @param onError told of connections that broke; the client has been answered or cut already. */
  constructor(webUrl: string | undefined, onError: (error: unknown) => void) {
    if (webUrl === undefined) return;
    this.#proxy = createProxyServer({
      target: webUrl,
      xfwd: true,
      agent: new Agent({ keepAlive: true, timeout: longestIdleMs }),
    });
    this.#proxy.on('error', (error, _request, response) => {
      onError(error);
      if (response instanceof Socket) response.destroy();
      else if (response) answerWaiting(response);
    });
  }

  forward(request: IncomingMessage, response: ServerResponse): void {
    if (!this.#proxy) {
      answerWaiting(response);
      return;
    }
    void this.#proxy.web(request, response);
  }

  forwardUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!this.#proxy || !(socket instanceof Socket)) {
      socket.destroy();
      return;
    }
    void this.#proxy.ws(request, socket, {}, head);
  }
}

function answerWaiting(response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(502, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Retry-After': '1',
  });
  response.end(waitingPage);
}
