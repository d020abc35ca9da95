import type { AgentDetails } from '../agent/agent-container.ts';

/** Quantities as Kubernetes writes them, for example `500m` and `1Gi`. */
export interface ResourceAmounts {
  readonly cpu: string;
  readonly memory: string;
}

/** What pods of projects are made of. */
export interface PodSettings {
  readonly namespace: string;
  /** Namespace of the services that may talk to pods. */
  readonly servicesNamespace: string;
  /** Image with OpenCode, git, bash and node, that runs as any user that is not root. */
  readonly image: string;
  /** Image of the workspace agent. */
  readonly agentImage: string;
  /** Base URLs of model providers in the place of their own, by their ids. */
  readonly providerUrls: Readonly<Record<string, string>>;
  readonly imagePullSecrets: readonly string[];
  readonly requests: ResourceAmounts;
  readonly limits: ResourceAmounts;
  /** Of the workspace agent's container. */
  readonly agentRequests: ResourceAmounts;
  readonly agentLimits: ResourceAmounts;
  readonly storageSize: string;
  /** The cluster's default class where undefined. */
  readonly storageClass?: string | undefined;
  /** Private networks that agents may reach besides the public internet, in CIDR notation. */
  readonly egressCidrs: readonly string[];
  /** A clone that takes longer has failed. */
  readonly cloneTimeoutSeconds: number;
}

/**
 * Requests hold an idle server (315 MB, 1 to 2 % of a processor) with one session (530 MB) on its way; limits hold the
 * peak of five sessions (920 MB) and what an agent's own commands take. An idle workspace agent has 26 MB; git, a search
 * and answers of 4 MiB each come on top.
 */
export const defaultResources = {
  requests: { cpu: '200m', memory: '512Mi' },
  limits: { cpu: '1500m', memory: '2Gi' },
  agentRequests: { cpu: '20m', memory: '64Mi' },
  agentLimits: { cpu: '500m', memory: '256Mi' },
} as const satisfies Record<string, ResourceAmounts>;

/** Everything about one project's pod that is not in the settings. */
export interface PodDetails extends AgentDetails {
  readonly projectId: string;
  readonly generation: number;
  readonly password: string;
}
