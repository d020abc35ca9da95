import { agentTokens, podPassword, type Logger } from '@podium/service-kit';
import Docker from 'dockerode';
import type { PodConfig } from '../../config.ts';
import { DockerRuntime } from './docker-runtime.ts';
import { amountOf, type DockerSettings } from './settings.ts';

const startTimeoutSeconds = 300;

/** The engine is the one that `DOCKER_HOST` names, else the one behind this machine's socket. */
export function dockerRuntimeOf(config: PodConfig, logger: Logger): DockerRuntime {
  return new DockerRuntime({
    docker: new Docker(),
    settings: dockerSettingsOf(config),
    modelAccess: config.modelAccess,
    passwordOf: (projectId) => podPassword(config.PODIUM_SECRET, projectId),
    agentTokensOf: (projectId) => agentTokens(config.PODIUM_SECRET, projectId),
    startTimeoutSeconds: config.PODIUM_POD_START_TIMEOUT_SECONDS ?? startTimeoutSeconds,
    onTrouble: (error) => logger.warn({ err: error }, 'trouble with the Docker engine'),
  });
}

function dockerSettingsOf(config: PodConfig): DockerSettings {
  return {
    image: config.PODIUM_POD_IMAGE ?? '',
    agentImage: config.PODIUM_AGENT_IMAGE ?? '',
    providerUrls: config.PODIUM_PROVIDER_URLS ?? {},
    memoryBytes: Math.round(amountOf(config.PODIUM_POD_MEMORY_LIMIT)),
    nanoCpus: Math.round(amountOf(config.PODIUM_POD_CPU_LIMIT) * 1e9),
    agentMemoryBytes: Math.round(amountOf(config.PODIUM_AGENT_MEMORY_LIMIT)),
    agentNanoCpus: Math.round(amountOf(config.PODIUM_AGENT_CPU_LIMIT) * 1e9),
    members: config.PODIUM_DOCKER_MEMBERS ?? [],
    subnetPool: config.PODIUM_DOCKER_SUBNETS,
    cloneTimeoutSeconds: config.PODIUM_CLONE_TIMEOUT_SECONDS,
  };
}
