import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Admission } from './admission.ts';
import { ApiRefusal, statusOf } from './api-status.ts';
import { ApiRequests, type Target } from './api-requests.ts';
import { startCleaning } from './deletion.ts';
import { Faults } from './faults.ts';
import { Kubelet } from './kubelet.ts';
import { ObjectStore } from './object-store.ts';
import { resourceTypes } from './resources.ts';
import { WatchStream, type Selection } from './watch-stream.ts';

/** A request that reached the server, as tests count them. */
export interface SeenRequest {
  /** HTTP method, or `WATCH`. */
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

const defaultWatchSeconds = 1_800;

/**
 * Stands in for the API server of a Kubernetes cluster, with a kubelet that follows a script: objects with resource
 * versions, lists in pages, watches that go on from a version or are told that it is gone, server-side apply and merge
 * patches, deletion with grace, finalizers and owners. It serves the few resources that Podium uses, and does not
 * validate their contents.
 */
export class KubeApiServer {
  readonly store = new ObjectStore();
  readonly faults = new Faults();
  readonly admission: Admission;
  readonly kubelet: Kubelet;
  readonly requests: SeenRequest[] = [];
  readonly #api: ApiRequests;
  readonly #watches = new Set<WatchStream>();
  readonly #stopCleaning: () => void;
  #server: Server | undefined;
  #port = 0;

  private constructor(namespaces: readonly string[]) {
    this.admission = new Admission(this.store, namespaces);
    this.#api = new ApiRequests(this.store, this.admission);
    this.#stopCleaning = startCleaning(this.store);
    this.kubelet = new Kubelet(this.store);
  }

  static async start(options: { readonly namespaces?: readonly string[] } = {}): Promise<KubeApiServer> {
    const server = new KubeApiServer(options.namespaces ?? ['podium']);
    await server.#listen();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get openWatches(): number {
    return this.#watches.size;
  }

  /** Tells all watches how far they are. */
  sendBookmarks(): void {
    this.#watches.forEach((watch) => watch.bookmark());
  }

  /** Ends all watches in order, as the server does now and then. */
  endWatches(): void {
    [...this.#watches].forEach((watch) => watch.end());
  }

  /** Breaks all watches off in the middle of nothing. */
  disconnectWatches(): void {
    [...this.#watches].forEach((watch) => watch.disconnect());
  }

  /** Forgets the past, and tells the watches so. */
  expireWatches(): void {
    this.store.compact();
    const expired = new ApiRefusal(410, 'Expired', 'The resourceVersion for the provided watch is too old.');
    [...this.#watches].forEach((watch) => watch.fail(expired));
  }

  /** Goes away; the cluster's state stays. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.disconnectWatches();
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  /** Comes back under the same address after `stop`. */
  async restart(): Promise<void> {
    await this.#listen();
  }

  async close(): Promise<void> {
    this.kubelet.stop();
    this.#stopCleaning();
    await this.stop();
  }

  async #listen(): Promise<void> {
    const server = createServer((request, response) => void this.#serve(request, response));
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const isWatch = url.searchParams.get('watch') === 'true';
    const method = isWatch ? 'WATCH' : (request.method ?? 'GET');
    response.on('close', () => this.requests.push({ method, path: url.pathname, status: response.statusCode }));
    const fault = this.faults.next(method, request.url ?? '/');
    if (fault === 'disconnect') request.socket.destroy();
    if (fault === 'disconnect' || fault === 'hang') return;
    try {
      const body = await bodyOf(request);
      if (fault) throw fault;
      this.#answer(url, method, body, request, response);
    } catch (error) {
      const refusal = error instanceof ApiRefusal ? error : new ApiRefusal(500, 'InternalError', String(error));
      const { retryAfterSeconds } = refusal;
      if (retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfterSeconds));
      send(response, refusal.code, statusOf(refusal));
    }
  }

  #answer(url: URL, method: string, body: unknown, request: IncomingMessage, response: ServerResponse): void {
    const { target, isLog } = targetOf(url);
    if (isLog) {
      this.#api.get(target);
      const lines = this.kubelet.logsOf(target.name ?? '', Number(url.searchParams.get('tailLines') ?? Infinity));
      response.writeHead(200, { 'content-type': 'text/plain' }).end(lines.map((line) => `${line}\n`).join(''));
      return;
    }
    switch (method) {
      case 'WATCH':
        this.#watch(target, response);
        return;
      case 'GET':
        send(
          response,
          200,
          target.name === undefined ? this.#api.list(target, selectionOf(target)) : this.#api.get(target),
        );
        return;
      case 'POST':
        send(response, 201, this.#api.create(target, body));
        return;
      case 'PUT':
        send(response, 200, this.#api.replace(target, body));
        return;
      case 'PATCH':
        send(response, 200, this.#api.patch(target, body, request.headers['content-type'] ?? ''));
        return;
      case 'DELETE':
        send(response, 200, this.#api.delete(target, body));
        return;
      default:
        throw new ApiRefusal(405, 'MethodNotAllowed', `${method} is not allowed`);
    }
  }

  #watch(target: Target, response: ServerResponse): void {
    this.admission.authorize('watch', target.type, target.namespace);
    const watch = new WatchStream(
      this.store,
      {
        ...selectionOf(target),
        type: target.type,
        resourceVersion: Number(target.query.get('resourceVersion') ?? this.store.version),
        timeoutSeconds: Number(target.query.get('timeoutSeconds') ?? defaultWatchSeconds),
        bookmarks: target.query.get('allowWatchBookmarks') === 'true',
      },
      response,
    );
    this.#watches.add(watch);
    response.on('close', () => this.#watches.delete(watch));
  }
}

/** @throws ApiRefusal 404 for a path that the stand-in does not serve. */
function targetOf(url: URL): { target: Target; isLog: boolean } {
  for (const type of resourceTypes) {
    const pattern = new RegExp(`^${type.root}/namespaces/([^/]+)/${type.plural}(?:/([^/]+)(/log)?)?$`);
    const match = pattern.exec(url.pathname);
    if (!match) continue;
    const [, namespace = '', name, log] = match;
    return { target: { type, namespace, name, query: url.searchParams }, isLog: log !== undefined };
  }
  throw new ApiRefusal(404, 'NotFound', 'the server could not find the requested resource');
}

function selectionOf({ namespace, query }: Target): Selection {
  return {
    namespace,
    labelSelector: query.get('labelSelector') ?? undefined,
    fieldSelector: query.get('fieldSelector') ?? undefined,
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
