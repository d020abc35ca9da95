import { z } from 'zod';
import { defaultResources } from './settings.ts';

const dnsName = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const quantity = z.string().regex(/^\d+(\.\d+)?(m|k|[KMGTP]i?)?$/, 'must be an amount such as 500m, 1.5 or 512Mi');
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== ''),
);

/** Keys of the configuration that only the runtime "kubernetes" reads. */
export const kubernetesConfigShape = {
  /** Namespace that pods of projects live in. */
  PODIUM_KUBERNETES_NAMESPACE: z.string().regex(dnsName, 'must be the name of a namespace').default('podium'),
  /** Namespace of Podium's services, whose requests the pods let in; the one of the pods where absent. */
  PODIUM_KUBERNETES_SERVICES_NAMESPACE: z.string().regex(dnsName, 'must be the name of a namespace').optional(),
  /** Image that pods are made of, see `deploy/images`. */
  PODIUM_POD_IMAGE: z.string().min(1).optional(),
  /** Names of Secrets with which the cluster pulls that image, separated by commas. */
  PODIUM_POD_IMAGE_PULL_SECRETS: list.optional(),
  PODIUM_POD_CPU_REQUEST: quantity.default(defaultResources.requests.cpu),
  PODIUM_POD_CPU_LIMIT: quantity.default(defaultResources.limits.cpu),
  PODIUM_POD_MEMORY_REQUEST: quantity.default(defaultResources.requests.memory),
  PODIUM_POD_MEMORY_LIMIT: quantity.default(defaultResources.limits.memory),
  PODIUM_AGENT_CPU_REQUEST: quantity.default(defaultResources.agentRequests.cpu),
  PODIUM_AGENT_CPU_LIMIT: quantity.default(defaultResources.agentLimits.cpu),
  PODIUM_AGENT_MEMORY_REQUEST: quantity.default(defaultResources.agentRequests.memory),
  PODIUM_AGENT_MEMORY_LIMIT: quantity.default(defaultResources.agentLimits.memory),
  PODIUM_POD_STORAGE_SIZE: quantity.default('1Gi'),
  /** The cluster's default class where absent. */
  PODIUM_POD_STORAGE_CLASS: z.string().min(1).optional(),
  /** Private networks (CIDR) that agents may reach besides the public internet, separated by commas. */
  PODIUM_POD_EGRESS_CIDRS: list.pipe(z.array(z.union([z.cidrv4(), z.cidrv6()]))).optional(),
};
