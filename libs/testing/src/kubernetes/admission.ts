import { ApiRefusal, conflict, notFound } from './api-status.ts';
import type { ObjectStore } from './object-store.ts';
import { isRecord, resourceType, type ApiObject, type ResourceType } from './resources.ts';

/** Rules of the cluster that a request has to pass, and that tests change. */
export class Admission {
  readonly namespaces: Set<string>;
  /** The most pods that a namespace may have; any number where absent. */
  podQuota: number | undefined;
  /** `verb resource` that the client may not, for example `create pods`. */
  readonly forbidden = new Set<string>();
  readonly #store: ObjectStore;

  constructor(store: ObjectStore, namespaces: readonly string[]) {
    this.#store = store;
    this.namespaces = new Set(namespaces);
  }

  /** @throws ApiRefusal 403 */
  authorize(verb: string, { plural }: ResourceType, namespace: string): void {
    if (!this.forbidden.has(`${verb} ${plural}`)) return;
    const who = 'User "system:serviceaccount:podium:pod-svc"';
    const what = `cannot ${verb} resource "${plural}" in API group "" in the namespace "${namespace}"`;
    throw new ApiRefusal(403, 'Forbidden', `${plural} is forbidden: ${who} ${what}`);
  }

  /** @throws ApiRefusal 404 or 403 */
  checkCreate({ plural }: ResourceType, namespace: string, name: string): void {
    if (!this.namespaces.has(namespace)) throw notFound('namespaces', namespace);
    if (plural !== 'pods' || this.podQuota === undefined) return;
    const used = this.#store.list(resourceType('pods'), namespace).length;
    if (used < this.podQuota) return;
    const numbers = `requested: pods=1, used: pods=${used}, limited: pods=${this.podQuota}`;
    throw new ApiRefusal(403, 'Forbidden', `pods "${name}" is forbidden: exceeded quota: podium, ${numbers}`);
  }

  /** What of an object never changes. @throws ApiRefusal 422 or 409 */
  checkUpdate({ plural, kind }: ResourceType, current: ApiObject, next: ApiObject): void {
    const { name } = current.metadata;
    if (next.metadata.uid !== current.metadata.uid) {
      const uids = `UID in precondition: ${next.metadata.uid}, UID in object meta: ${current.metadata.uid}`;
      throw conflict(plural, name, `Precondition failed: ${uids}`);
    }
    const fixed = kind === 'Pod' || kind === 'PersistentVolumeClaim';
    if (!fixed || JSON.stringify(sorted(fixedSpec(current))) === JSON.stringify(sorted(fixedSpec(next)))) return;
    const rule =
      kind === 'Pod'
        ? 'pod updates may not change fields other than `spec.containers[*].image`, `spec.tolerations` (only additions)'
        : 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
    throw new ApiRefusal(422, 'Invalid', `${kind} "${name}" is invalid: spec: Forbidden: ${rule}`);
  }
}

function fixedSpec({ spec }: ApiObject): unknown {
  if (!isRecord(spec)) return spec;
  return { ...spec, nodeName: undefined, resources: undefined, volumeName: undefined };
}

/** Fields in the order of their names, so that equal objects are equal texts. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
