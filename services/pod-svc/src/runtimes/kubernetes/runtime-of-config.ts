import { agentTokens, podPassword, type Logger } from '@podium/service-kit';
import { KubeConfig } from '@kubernetes/client-node';
import type { PodConfig } from '../../config.ts';
import { KubernetesRuntime } from './kubernetes-runtime.ts';
import type { PodSettings } from './settings.ts';

const startTimeoutSeconds = 300;

/** The cluster is the one that this service runs in, or the one that `KUBECONFIG` or the person's own kubeconfig names. */
export function kubernetesRuntimeOf(config: PodConfig, logger: Logger): KubernetesRuntime {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromDefault();
  return new KubernetesRuntime({
    kubeConfig,
    settings: podSettingsOf(config),
    modelAccess: config.modelAccess,
    passwordOf: (projectId) => podPassword(config.PODIUM_SECRET, projectId),
    agentTokensOf: (projectId) => agentTokens(config.PODIUM_SECRET, projectId),
    startTimeoutSeconds: config.PODIUM_POD_START_TIMEOUT_SECONDS ?? startTimeoutSeconds,
    onTrouble: (error) => logger.warn({ err: error }, 'trouble with the cluster'),
  });
}

export function podSettingsOf(config: PodConfig): PodSettings {
  const namespace = config.PODIUM_KUBERNETES_NAMESPACE;
  return {
    namespace,
    servicesNamespace: config.PODIUM_KUBERNETES_SERVICES_NAMESPACE ?? namespace,
    image: config.PODIUM_POD_IMAGE ?? '',
    agentImage: config.PODIUM_AGENT_IMAGE ?? '',
    providerUrls: config.PODIUM_PROVIDER_URLS ?? {},
    imagePullSecrets: config.PODIUM_POD_IMAGE_PULL_SECRETS ?? [],
    requests: { cpu: config.PODIUM_POD_CPU_REQUEST, memory: config.PODIUM_POD_MEMORY_REQUEST },
    limits: { cpu: config.PODIUM_POD_CPU_LIMIT, memory: config.PODIUM_POD_MEMORY_LIMIT },
    agentRequests: { cpu: config.PODIUM_AGENT_CPU_REQUEST, memory: config.PODIUM_AGENT_MEMORY_REQUEST },
    agentLimits: { cpu: config.PODIUM_AGENT_CPU_LIMIT, memory: config.PODIUM_AGENT_MEMORY_LIMIT },
    storageSize: config.PODIUM_POD_STORAGE_SIZE,
    storageClass: config.PODIUM_POD_STORAGE_CLASS,
    egressCidrs: config.PODIUM_POD_EGRESS_CIDRS ?? [],
    cloneTimeoutSeconds: config.PODIUM_CLONE_TIMEOUT_SECONDS,
  };
}
