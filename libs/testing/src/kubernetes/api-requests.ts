import { ApiRefusal } from './api-status.ts';
import type { Admission } from './admission.ts';
import { deleteObject } from './deletion.ts';
import type { ObjectStore } from './object-store.ts';
import { type Draft } from './object-store.ts';
import { mergePatch, serverSideApply } from './patches.ts';
import { isRecord, type ApiObject, type ResourceType } from './resources.ts';
import { isSelected, type Selection } from './watch-stream.ts';

/** Which object, or which kind of objects, a URL names. */
export interface Target {
  readonly type: ResourceType;
  readonly namespace: string;
  /** Absent for all of a namespace. */
  readonly name: string | undefined;
  readonly query: URLSearchParams;
}

/** The verbs of the API on the store, each as one step: nobody sees half of it. */
export class ApiRequests {
  readonly #store: ObjectStore;
  readonly #admission: Admission;
  /** What each manager applied last, by the object's uid. */
  readonly #applied = new Map<string, Record<string, unknown>>();

  constructor(store: ObjectStore, admission: Admission) {
    this.#store = store;
    this.#admission = admission;
  }

  get({ type, namespace, name = '' }: Target): ApiObject {
    this.#admission.authorize('get', type, namespace);
    return this.#store.get(type, namespace, name);
  }

  list({ type, namespace, query }: Target, selection: Selection): Record<string, unknown> {
    this.#admission.authorize('list', type, namespace);
    const all = this.#store.list(type, namespace).filter((object) => isSelected(object, selection));
    // The token is where the page begins, in the state that the first page showed.
    const [from = 0, version = this.#store.version] = (query.get('continue') ?? '')
      .split('@')
      .filter(Boolean)
      .map(Number);
    if (query.get('continue')) this.#store.eventsAfter(version);
    const limit = Number(query.get('limit') ?? 0) || all.length;
    const items = all.slice(from, from + limit);
    const rest = all.length - from - items.length;
    const metadata = {
      resourceVersion: String(version),
      ...(rest > 0 ? { continue: `${from + limit}@${version}`, remainingItemCount: rest } : {}),
    };
    return { kind: `${type.kind}List`, apiVersion: type.apiVersion, metadata, items };
  }

  create({ type, namespace }: Target, body: unknown): ApiObject {
    this.#admission.authorize('create', type, namespace);
    const draft = draftOf(body, type);
    this.#admission.checkCreate(type, namespace, draft.metadata.name);
    return this.#store.create(type, namespace, draft);
  }

  replace({ type, namespace, name = '' }: Target, body: unknown): ApiObject {
    this.#admission.authorize('update', type, namespace);
    const current = this.#store.get(type, namespace, name);
    const draft = draftOf(body, type);
    return this.#change(type, current, draft, draft.metadata.resourceVersion);
  }

  patch(target: Target, body: unknown, contentType: string): ApiObject {
    const { type, namespace, name = '' } = target;
    this.#admission.authorize('patch', type, namespace);
    if (contentType.startsWith('application/apply-patch')) return this.#apply(target, body);
    if (!contentType.startsWith('application/merge-patch')) {
      throw new ApiRefusal(415, 'UnsupportedMediaType', `the stand-in knows no ${contentType}`);
    }
    const current = this.#store.get(type, namespace, name);
    const expected = isRecord(body) && isRecord(body['metadata']) ? body['metadata']['resourceVersion'] : undefined;
    const next = draftOf(mergePatch(current, body), type);
    return this.#change(type, current, next, typeof expected === 'string' ? expected : undefined);
  }

  delete({ type, namespace, name = '', query }: Target, body: unknown): ApiObject {
    this.#admission.authorize('delete', type, namespace);
    const object = this.#store.get(type, namespace, name);
    const options = isRecord(body) ? body : {};
    const uid = isRecord(options['preconditions']) ? options['preconditions']['uid'] : undefined;
    if (uid !== undefined && uid !== object.metadata.uid) {
      const uids = `UID in precondition: ${String(uid)}, UID in object meta: ${object.metadata.uid}`;
      const message = `Operation cannot be fulfilled on ${type.plural} "${name}": Precondition failed: ${uids}`;
      throw new ApiRefusal(409, 'Conflict', message);
    }
    const grace = options['gracePeriodSeconds'] ?? query.get('gracePeriodSeconds') ?? undefined;
    deleteObject(this.#store, type, object, grace === undefined ? undefined : Number(grace));
    return this.#store.find(type, namespace, name) ?? object;
  }

  #apply({ type, namespace, name = '', query }: Target, body: unknown): ApiObject {
    const manager = query.get('fieldManager');
    if (!manager) throw new ApiRefusal(400, 'BadRequest', 'fieldManager is required for apply patch');
    const applied = draftOf(body, type);
    if (applied.metadata.name !== name) {
      throw new ApiRefusal(400, 'BadRequest', 'the name of the object does not match the name on the URL');
    }
    const current = this.#store.find(type, namespace, name);
    const managers = (current && this.#applied.get(current.metadata.uid)) ?? {};
    const force = query.get('force') === 'true';
    const next = serverSideApply({ current, applied, manager, force, managers });
    if (!current) this.#admission.checkCreate(type, namespace, name);
    const draft = draftOf(next, type);
    const object = current ? this.#change(type, current, draft) : this.#store.create(type, namespace, draft);
    this.#applied.set(object.metadata.uid, { ...managers, [manager]: applied });
    return object;
  }

  #change(type: ResourceType, current: ApiObject, next: Draft, expectedVersion?: string): ApiObject {
    const { namespace, uid, creationTimestamp, resourceVersion } = current.metadata;
    const metadata = { namespace, uid, creationTimestamp, ...next.metadata, resourceVersion };
    const object: ApiObject = { ...next, apiVersion: type.apiVersion, kind: type.kind, metadata };
    this.#admission.checkUpdate(type, current, object);
    return this.#store.update(type, object, expectedVersion);
  }
}

/** @throws ApiRefusal 400 for what is no object of that kind. */
function draftOf(body: unknown, { kind, apiVersion }: ResourceType): Draft {
  const metadata = isRecord(body) ? body['metadata'] : undefined;
  const isRight = isRecord(body) && body['kind'] === kind && body['apiVersion'] === apiVersion;
  if (!isRight || !isRecord(metadata) || typeof metadata['name'] !== 'string') {
    throw new ApiRefusal(400, 'BadRequest', `the object provided is no ${apiVersion} ${kind} with a name`);
  }
  return { ...body, kind, apiVersion, metadata: { ...metadata, name: metadata['name'] } };
}
