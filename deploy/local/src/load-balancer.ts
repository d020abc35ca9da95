import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Readable, type Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createProxyServer, type ProxyServer } from 'httpxy';

export interface LoadBalancerOptions {
  /** On loopback. */
  readonly port: number;
  /** Base URLs of servers that answer `GET /health/ready` with 200 while they are ready for work. */
  readonly targets: readonly string[];
  /** How often each server is asked whether it is ready. Default 0.5. */
  readonly probeSeconds?: number;
}

interface Target {
  readonly url: string;
  isReady: boolean;
}

/** The gateways close a connection that was idle for 5 s: one that is taken up again just then would break the request. */
const longestIdleMs = 3_000;
const probeTimeoutMs = 2_000;

/**
 * A plain load balancer: each request and each WebSocket goes to the next server that is ready, whoever it comes from.
 * A server that can't be reached gets nothing until it is ready again.
 */
export class LoadBalancer {
  readonly #server: Server;
  readonly #proxy: ProxyServer;
  readonly #agent = new Agent({ keepAlive: true, timeout: longestIdleMs });
  readonly #targets: readonly Target[];
  readonly #sockets = new Set<Duplex>();
  readonly #closing = new AbortController();
  #next = 0;

  private constructor({ targets, probeSeconds = 0.5 }: LoadBalancerOptions) {
    this.#targets = targets.map((url) => ({ url, isReady: true }));
    this.#proxy = createProxyServer({ xfwd: true, agent: this.#agent });
    // Only an orderly end is passed on by the proxy itself.
    this.#proxy.on('proxyReqWs', (asking, _request, socket) => {
      asking.once('upgrade', (_response, upstream) => socket.once('close', () => upstream.destroy()));
    });
    this.#server = createServer((request, response) => void this.#forward(request, response));
    this.#server.on('upgrade', (request, socket, head) => void this.#forwardUpgrade(request, socket, head));
    for (const target of this.#targets) void this.#probeForEver(target, probeSeconds * 1000);
  }

  /** @throws the system's error where the port can't be had. */
  static async listen(options: LoadBalancerOptions): Promise<LoadBalancer> {
    const balancer = new LoadBalancer(options);
    balancer.#server.listen(options.port, '127.0.0.1');
    try {
      await once(balancer.#server, 'listening');
    } catch (error) {
      balancer.#closing.abort();
      throw error;
    }
    return balancer;
  }

  /** Takes no more connections; those that are there go on until their server ends them. */
  drain(): void {
    this.#closing.abort();
    this.#server.close();
    this.#server.closeIdleConnections();
  }

  /** Ends whatever is left. */
  close(): void {
    this.drain();
    this.#server.closeAllConnections();
    for (const socket of this.#sockets) socket.destroy();
    this.#agent.destroy();
  }

  async #forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // What has a body may have reached the server that is gone: only its sender can say whether to send it again.
    const mayBeRepeated = request.method === 'GET' || request.method === 'HEAD';
    for (let tries = mayBeRepeated ? this.#targets.length : 1; tries > 0; tries -= 1) {
      const target = this.#pick();
      try {
        // A request without a body has ended before it is tried again, and would never end a second time.
        await this.#proxy.web(request, response, {
          target: target.url,
          ...(mayBeRepeated && { buffer: Readable.from([]) }),
        });
        return;
      } catch (error) {
        this.#noteFailure(target, error);
        if (response.headersSent) response.destroy();
        if (response.destroyed) return;
      }
    }
    response.writeHead(503, { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store', 'Retry-After': '1' });
    response.end('No gateway is ready. Try again in a moment.\n');
  }

  async #forwardUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    if (!(socket instanceof Socket)) {
      socket.destroy();
      return;
    }
    this.#sockets.add(socket.once('close', () => this.#sockets.delete(socket)));
    const target = this.#pick();
    try {
      await this.#proxy.ws(request, socket, { target: target.url }, head);
    } catch (error) {
      this.#noteFailure(target, error);
      socket.destroy();
    }
  }

  /** Where none is ready, any: it may just have become so. */
  #pick(): Target {
    const ready = this.#targets.filter(({ isReady }) => isReady);
    const candidates = ready.length > 0 ? ready : this.#targets;
    const target = candidates[this.#next % candidates.length];
    this.#next += 1;
    if (target === undefined) throw new RangeError('There is no server to pass requests on to.');
    return target;
  }

  #noteFailure(target: Target, error: unknown): void {
    if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') target.isReady = false;
  }

  async #probeForEver(target: Target, intervalMs: number): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await Promise.allSettled([sleep(intervalMs, undefined, { signal, ref: false })]);
      if (!signal.aborted) target.isReady = await answersReady(target.url);
    }
  }
}

/** Whoever can't be asked, for whatever reason, is not ready. */
function answersReady(url: string): Promise<boolean> {
  const ask = async (): Promise<boolean> => {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(probeTimeoutMs) });
    await response.arrayBuffer();
    return response.ok;
  };
  return ask().catch(() => false);
}
