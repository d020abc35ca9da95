import type { ObjectStore } from './object-store.ts';
import { isRecord, resourceType, resourceTypes, type ApiObject, type ResourceType } from './resources.ts';

const claimProtection = 'kubernetes.io/pvc-protection';
const defaultGraceSeconds = 30;

/**
 * Deletes as the API server does: a pod on a node is only marked, its kubelet has to end it first; a claim in use waits
 * for its pod.
 */
export function deleteObject(store: ObjectStore, type: ResourceType, object: ApiObject, graceSeconds?: number): void {
  const { metadata } = object;
  const isOnNode = type.plural === 'pods' && isRecord(object['spec']) && object['spec']['nodeName'] !== undefined;
  const grace = graceSeconds ?? graceOf(object);
  const waits = (isOnNode && grace > 0) || (metadata.finalizers ?? []).length > 0;
  if (!waits) {
    store.remove(type, object);
    return;
  }
  if (metadata.deletionTimestamp !== undefined) return;
  const mark = {
    deletionTimestamp: new Date().toISOString(),
    ...(type.plural === 'pods' ? { deletionGracePeriodSeconds: grace } : {}),
  };
  store.update(type, { ...object, metadata: { ...metadata, ...mark } });
}

/** The controllers of the cluster that clean up: claims in use are protected, and what has lost all owners goes. */
export function startCleaning(store: ObjectStore): () => void {
  return store.onEvent(({ type, plural, object }) => {
    if (plural === 'persistentvolumeclaims' && type === 'ADDED') {
      const metadata = { ...object.metadata, finalizers: [claimProtection] };
      store.update(resourceType(plural), { ...object, metadata });
    }
    const isMarked = plural === 'persistentvolumeclaims' && object.metadata.deletionTimestamp !== undefined;
    if (isMarked || (plural === 'pods' && type === 'DELETED')) releaseClaims(store);
    if (type === 'DELETED') collectOrphans(store, object.metadata.uid);
  });
}

function releaseClaims(store: ObjectStore): void {
  const claims = resourceType('persistentvolumeclaims');
  for (const claim of store.values(claims)) {
    const { name, namespace, deletionTimestamp } = claim.metadata;
    if (deletionTimestamp === undefined) continue;
    const users = [...store.values(resourceType('pods'))].filter((pod) => pod.metadata.namespace === namespace);
    if (!users.some((pod) => usesClaim(pod, name))) store.remove(claims, claim);
  }
}

function usesClaim({ spec }: ApiObject, name: string): boolean {
  const volumes: unknown = isRecord(spec) ? spec['volumes'] : undefined;
  if (!Array.isArray(volumes)) return false;
  return volumes.some((volume: unknown) => {
    const claim = isRecord(volume) ? volume['persistentVolumeClaim'] : undefined;
    return isRecord(claim) && claim['claimName'] === name;
  });
}

function collectOrphans(store: ObjectStore, uid: string): void {
  for (const type of resourceTypes) {
    for (const object of store.values(type)) {
      const owners = object.metadata.ownerReferences ?? [];
      const isOrphan = owners.length > 0 && owners.every((owner) => owner.uid === uid);
      if (isOrphan) deleteObject(store, type, object);
    }
  }
}

function graceOf({ spec }: ApiObject): number {
  const seconds = isRecord(spec) ? spec['terminationGracePeriodSeconds'] : undefined;
  return typeof seconds === 'number' ? seconds : defaultGraceSeconds;
}
