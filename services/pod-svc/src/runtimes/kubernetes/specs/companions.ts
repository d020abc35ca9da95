import type { V1NetworkPolicyEgressRule, V1NetworkPolicyPeer } from '@kubernetes/client-node';
import { label, opencodePort, podName, projectAppName, workspaceName } from '../../container/names.ts';
import { filesPort } from '../../agent/agent-container.ts';
import { filesPortName, opencodeContainer } from '../names.ts';
import type { PodDetails, PodSettings } from '../settings.ts';
import {
  metadataOf,
  type Owner,
  type SentClaim,
  type SentNetworkPolicy,
  type SentSecret,
  type SentService,
} from './objects.ts';
import { secretVariables } from './pod-environment.ts';

/** Services that talk to pods' servers: they provision them, and run sessions on them. */
const clients = ['gateway', 'pod-svc', 'session-svc'];

/** The one service that pods talk to: the model of the demo. */
const demoModelService = 'scripted-model';

/** Networks behind which there are no public servers: neighbours, nodes, and the cloud's metadata. */
const privateNetworks = {
  '0.0.0.0/0': ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  '::/0': ['::1/128', 'fc00::/7', 'fe80::/10'],
} as const;

/** The project's files, and OpenCode's own. Kept when the pod stops. */
export function workspaceClaim(projectId: string, settings: PodSettings): SentClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: metadataOf(workspaceName(projectId), settings.namespace, projectId),
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: settings.storageSize } },
      ...(settings.storageClass === undefined ? {} : { storageClassName: settings.storageClass }),
    },
  };
}

/** What only the server may know: its password, and its token for the session proxy in the place of providers' keys. */
export function podSecret(details: PodDetails, settings: PodSettings, owner: Owner): SentSecret {
  const entries = Object.entries(secretVariables(details));
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: metadataOf(podName(details.projectId), settings.namespace, details.projectId, owner),
    data: Object.fromEntries(entries.map(([name, value]) => [name, Buffer.from(value).toString('base64')])),
  };
}

/**
 * Address of the pod that stays the same over its restarts. Also while the pod is not ready: there is no other to send
 * requests to, and a start should not wait for the next look of the readiness probe.
 */
export function podService(projectId: string, settings: PodSettings, owner: Owner): SentService {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadataOf(podName(projectId), settings.namespace, projectId, owner),
    spec: {
      type: 'ClusterIP',
      publishNotReadyAddresses: true,
      selector: selectorOf(projectId),
      ports: [
        { name: opencodeContainer, port: opencodePort, targetPort: opencodeContainer, protocol: 'TCP' },
        { name: filesPortName, port: filesPort, targetPort: filesPortName, protocol: 'TCP' },
      ],
    },
  };
}

/** Podium's services in; names and the public internet out. Neighbours, nodes and the cluster's API are not reached. */
export function podNetworkPolicy(projectId: string, settings: PodSettings, owner: Owner): SentNetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadataOf(podName(projectId), settings.namespace, projectId, owner),
    spec: {
      podSelector: { matchLabels: selectorOf(projectId) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        { from: [clientsIn(settings.servicesNamespace)], ports: [{ port: opencodeContainer, protocol: 'TCP' }] },
        // The kubelet's probes come from the node, which no policy keeps out.
        { from: [podSvcIn(settings.servicesNamespace)], ports: [{ port: filesPortName, protocol: 'TCP' }] },
      ],
      egress: egressRules(settings),
    },
  };
}

/** The one service that asks pods for their files. */
function podSvcIn(namespace: string): V1NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: { [label.name]: 'pod-svc' } },
  };
}

function clientsIn(namespace: string): V1NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchExpressions: [{ key: label.name, operator: 'In', values: clients }] },
  };
}

function egressRules({ egressCidrs, servicesNamespace }: PodSettings): V1NetworkPolicyEgressRule[] {
  const dns = { protocol: 'UDP', port: 53 };
  return [
    {
      to: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
          podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
        },
      ],
      ports: [dns, { ...dns, protocol: 'TCP' }],
    },
    {
      to: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': servicesNamespace } },
          podSelector: { matchLabels: { [label.name]: demoModelService } },
        },
      ],
    },
    {
      to: [
        ...Object.entries(privateNetworks).map(([cidr, except]) => ({ ipBlock: { cidr, except: [...except] } })),
        ...egressCidrs.map((cidr) => ({ ipBlock: { cidr } })),
      ],
    },
  ];
}

function selectorOf(projectId: string): Record<string, string> {
  return { [label.name]: projectAppName, [label.projectId]: projectId };
}
