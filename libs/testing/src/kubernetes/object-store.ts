import { randomUUID } from 'node:crypto';
import { conflict, expired, modified, notFound } from './api-status.ts';
import type { ApiMetadata, ApiObject, ResourceType } from './resources.ts';

export interface StoreEvent {
  readonly version: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly plural: string;
  readonly object: ApiObject;
}

/** An object without what the store itself gives it. */
export interface Draft {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Partial<ApiMetadata> & { readonly name: string };
  readonly [field: string]: unknown;
}

/**
 * The cluster's memory: every write has the next version, and the past can be read from any version on that is not
 * compacted. Objects are never changed in place.
 */
export class ObjectStore {
  readonly #objects = new Map<string, Map<string, ApiObject>>();
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  readonly #untold: StoreEvent[] = [];
  #events: StoreEvent[] = [];
  /** Versions of real clusters are far from 1 as well. */
  #version = 1000;
  #oldest = 1000;

  get version(): number {
    return this.#version;
  }

  find({ plural }: ResourceType, namespace: string, name: string): ApiObject | undefined {
    return this.#objects.get(plural)?.get(`${namespace}/${name}`);
  }

  get(type: ResourceType, namespace: string, name: string): ApiObject {
    const object = this.find(type, namespace, name);
    if (!object) throw notFound(type.plural, name);
    return object;
  }

  /** In the order of their names, as etcd has them. */
  list({ plural }: ResourceType, namespace?: string): ApiObject[] {
    const objects = [...(this.#objects.get(plural) ?? [])];
    return objects
      .filter(([key]) => namespace === undefined || key.startsWith(`${namespace}/`))
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, object]) => object);
  }

  /** In no order, for whoever looks at all of them. */
  values({ plural }: ResourceType): Iterable<ApiObject> {
    return [...(this.#objects.get(plural)?.values() ?? [])];
  }

  create(type: ResourceType, namespace: string, draft: Draft): ApiObject {
    const { name } = draft.metadata;
    if (this.find(type, namespace, name)) throw conflict(type.plural, name, 'object already exists');
    const own = { namespace, uid: randomUUID(), creationTimestamp: new Date().toISOString() };
    return this.#write('ADDED', type, { ...draft, metadata: { ...draft.metadata, ...own, resourceVersion: '' } });
  }

  /** Replaces an object; nothing happens where nothing differs. @throws ApiRefusal 409 when it is not at that version. */
  update(type: ResourceType, next: ApiObject, expectedVersion?: string): ApiObject {
    const { namespace, name } = next.metadata;
    const current = this.get(type, namespace, name);
    if (expectedVersion !== undefined && current.metadata.resourceVersion !== expectedVersion) {
      throw modified(type.plural, name);
    }
    const kept = { ...next, metadata: { ...next.metadata, resourceVersion: current.metadata.resourceVersion } };
    if (JSON.stringify(kept) === JSON.stringify(current)) return current;
    return this.#write('MODIFIED', type, kept);
  }

  remove({ plural }: ResourceType, { metadata }: ApiObject): void {
    const key = `${metadata.namespace}/${metadata.name}`;
    const object = this.#objects.get(plural)?.get(key);
    if (!object || object.metadata.uid !== metadata.uid) return;
    this.#objects.get(plural)?.delete(key);
    this.#publish('DELETED', plural, withVersion(object, ++this.#version));
  }

  /** What happened after a version. @throws ApiRefusal 410 where that is forgotten. */
  eventsAfter(version: number): readonly StoreEvent[] {
    if (version < this.#oldest) throw expired(version, this.#oldest);
    return this.#events.filter((event) => event.version > version);
  }

  onEvent(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets the past: watches from an older version than now are refused. */
  compact(): void {
    this.#version += 1;
    this.#oldest = this.#version;
    this.#events = [];
  }

  #write(event: 'ADDED' | 'MODIFIED', { plural }: ResourceType, object: ApiObject): ApiObject {
    const written = withVersion(object, ++this.#version);
    const objects = this.#objects.get(plural) ?? new Map<string, ApiObject>();
    this.#objects.set(plural, objects.set(`${object.metadata.namespace}/${object.metadata.name}`, written));
    this.#publish(event, plural, written);
    return written;
  }

  #publish(type: StoreEvent['type'], plural: string, object: ApiObject): void {
    const event: StoreEvent = { version: this.#version, type, plural, object };
    this.#events.push(event);
    this.#untold.push(event);
    // A listener that writes causes the next event, and all listeners hear of them in the same order.
    if (this.#untold.length > 1) return;
    for (let next = this.#untold[0]; next; next = this.#untold[0]) {
      for (const listener of [...this.#listeners]) listener(next);
      this.#untold.shift();
    }
  }
}

function withVersion(object: ApiObject, version: number): ApiObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
}
