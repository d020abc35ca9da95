import type {
  V1NetworkPolicy,
  V1NetworkPolicyPeer,
  V1NetworkPolicyPort,
  V1NetworkPolicySpec,
  V1ObjectMeta,
  V1PersistentVolumeClaim,
  V1Pod,
  V1Secret,
  V1Service,
} from '@kubernetes/client-node';
import { labelsOf } from '../../container/names.ts';

/** A resource as it is sent to the cluster: it says what it is. */
export type Sent<T> = T & { readonly apiVersion: string; readonly kind: string; readonly metadata: V1ObjectMeta };

export type SentClaim = Sent<V1PersistentVolumeClaim> & { readonly kind: 'PersistentVolumeClaim' };
export type SentSecret = Sent<V1Secret> & { readonly kind: 'Secret' };
export type SentService = Sent<V1Service> & { readonly kind: 'Service' };
/** The client renames `from` in what it reads, but sends a patch as it is. */
export type SentNetworkPolicy = Sent<Omit<V1NetworkPolicy, 'spec'>> & {
  readonly kind: 'NetworkPolicy';
  readonly spec: Omit<V1NetworkPolicySpec, 'ingress'> & {
    readonly ingress: readonly { readonly from: V1NetworkPolicyPeer[]; readonly ports: V1NetworkPolicyPort[] }[];
  };
};
export type SentPod = Sent<V1Pod> & { readonly kind: 'Pod' };

/** Everything that a project's pod is made of. */
export type SentObject = SentClaim | SentSecret | SentService | SentNetworkPolicy | SentPod;

/**
 * The claim owns everything else of its project: it is what outlives a stop, and nothing but the end of the project
 * removes it. So a pod or a Secret that is deleted by hand never takes someone's work along.
 */
export interface Owner {
  /** Name and uid of the claim. */
  readonly name: string;
  readonly uid: string;
}

export function metadataOf(name: string, namespace: string, projectId: string, owner?: Owner): V1ObjectMeta {
  return {
    name,
    namespace,
    labels: labelsOf(projectId),
    ...(owner
      ? { ownerReferences: [{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: owner.name, uid: owner.uid }] }
      : {}),
  };
}
