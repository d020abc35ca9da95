import type { ServerResponse } from 'node:http';
import { ApiRefusal, statusOf } from './api-status.ts';
import type { ObjectStore, StoreEvent } from './object-store.ts';
import { matchesFields, matchesLabels, type ApiObject, type ResourceType } from './resources.ts';

export interface Selection {
  readonly namespace: string;
  readonly labelSelector: string | undefined;
  readonly fieldSelector: string | undefined;
}

export interface WatchRequest extends Selection {
  readonly type: ResourceType;
  /** Version after which to begin. */
  readonly resourceVersion: number;
  readonly timeoutSeconds: number;
  readonly bookmarks: boolean;
}

/** One client's watch: a chunked answer that goes on, one event in each line. */
export class WatchStream {
  readonly #store: ObjectStore;
  readonly #request: WatchRequest;
  readonly #response: ServerResponse;
  readonly #unsubscribe: () => void;
  readonly #timeout: NodeJS.Timeout;

  constructor(store: ObjectStore, request: WatchRequest, response: ServerResponse) {
    this.#store = store;
    this.#request = request;
    this.#response = response;
    response.writeHead(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
    response.flushHeaders();
    this.#unsubscribe = store.onEvent((event) => this.#pass(event));
    this.#timeout = setTimeout(() => this.end(), request.timeoutSeconds * 1000).unref();
    response.on('close', () => this.#release());
    this.#replay();
  }

  /** Tells the version that everything up to it was told, where the client asked for that. */
  bookmark(): void {
    const { bookmarks, type } = this.#request;
    if (!bookmarks) return;
    const metadata = { resourceVersion: String(this.#store.version), creationTimestamp: null };
    this.#send('BOOKMARK', { kind: type.kind, apiVersion: type.apiVersion, metadata });
  }

  /** An error in the stream, after which the real one ends it. */
  fail(refusal: ApiRefusal): void {
    this.#send('ERROR', statusOf(refusal));
    this.end();
  }

  /** Ends as at a timeout. */
  end(): void {
    this.#release();
    this.#response.end();
  }

  /** Breaks off in the middle. */
  disconnect(): void {
    this.#release();
    this.#response.destroy();
  }

  #replay(): void {
    try {
      for (const event of this.#store.eventsAfter(this.#request.resourceVersion)) this.#pass(event);
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      this.fail(error);
    }
  }

  #pass({ type, plural, object }: StoreEvent): void {
    if (plural === this.#request.type.plural && isSelected(object, this.#request)) this.#send(type, object);
  }

  #send(type: string, object: unknown): void {
    if (!this.#response.writableEnded) this.#response.write(`${JSON.stringify({ type, object })}\n`);
  }

  #release(): void {
    clearTimeout(this.#timeout);
    this.#unsubscribe();
  }
}

export function isSelected(object: ApiObject, { namespace, labelSelector, fieldSelector }: Selection): boolean {
  if (object.metadata.namespace !== namespace) return false;
  if (labelSelector !== undefined && !matchesLabels(object, labelSelector)) return false;
  return fieldSelector === undefined || matchesFields(object, fieldSelector);
}
