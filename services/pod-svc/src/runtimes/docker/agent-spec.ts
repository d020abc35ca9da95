import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode';
import { agentName, agentSecrets, agentVariables, filesPort } from '../agent/agent-container.ts';
import { agentNameOf, label, labelsOf } from '../container/names.ts';
import type { DockerSettings } from './settings.ts';
import { containedConfig, environmentOf, generationLabel, podPaths, second, user, type PodDetails } from './specs.ts';

const maxProcesses = 64;

/**
 * The container beside the server: in its network, so that the session proxy is on loopback for both, but with
 * processes and a temporary folder of its own. What it keeps secret is in its environment, which the server's container
 * can't see.
 * @param serverId id of the server's container, which has to run.
 */
export function agentContainer(
  details: PodDetails,
  settings: DockerSettings,
  serverId: string,
): ContainerCreateOptions & { readonly name: string } {
  const { projectId, generation } = details;
  return {
    name: agentNameOf(projectId),
    Image: settings.agentImage,
    Env: environmentOf({ ...agentVariables(podPaths.workspace, settings.providerUrls), ...agentSecrets(details) }),
    User: user,
    Labels: { ...labelsOf(projectId), [label.component]: agentName, [generationLabel]: String(generation) },
    Healthcheck: {
      Test: ['CMD', 'bash', '-c', healthScript],
      Interval: 10 * second,
      Timeout: 3 * second,
      StartPeriod: 15 * second,
      Retries: 3,
    },
    HostConfig: {
      ...containedConfig(projectId),
      NetworkMode: `container:${serverId}`,
      Memory: settings.agentMemoryBytes,
      MemorySwap: settings.agentMemoryBytes,
      NanoCpus: settings.agentNanoCpus,
      PidsLimit: maxProcesses,
    },
  };
}

/** The id of the server's container that an agent's container stands beside; undefined for any other container. */
export function serverIdOf({ HostConfig }: ContainerInspectInfo): string | undefined {
  return /^container:(.+)$/.exec(HostConfig.NetworkMode ?? '')?.[1];
}

/** Without a node process for each look. */
const healthScript = [
  `exec 3<>/dev/tcp/127.0.0.1/${filesPort}`,
  `printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3`,
  `head -n 1 <&3 | grep -q ' 200 '`,
].join(' && ');
