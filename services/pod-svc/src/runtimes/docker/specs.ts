import type { ContainerCreateOptions, HostConfig, NetworkCreateOptions, VolumeCreateOptions } from 'dockerode';
import { label, labelsOf, opencodePort, podName, workspaceName } from '../container/names.ts';
import { samplePath, workspaceScript, workspaceVariable } from '../container/workspace-script.ts';
import { filesPort, type AgentDetails } from '../agent/agent-container.ts';
import { throughProxy } from '../agent/proxied-models.ts';
import { opencodeEnvironment } from '../opencode/opencode-environment.ts';
import type { PodSpec } from '../runtime.ts';
import type { DockerSettings } from './settings.ts';

/** Label that says which start of the project's pod a container is. */
export const generationLabel = 'podium.dev/generation';

/** Folders as the containers see them. The volume holds all that is kept: `workspace` and `home`. */
export const podPaths = { volume: '/data', workspace: '/data/workspace', temporary: '/data/tmp' } as const;

/** The user of the image. */
export const user = '1000:1000';
/** More processes than a build with all its workers has, fewer than a fork bomb. */
const maxProcesses = 2_048;
export const second = 1_000_000_000;
const onLoopback = [{ HostIp: '127.0.0.1', HostPort: '' }];

/** Everything about one project's pod that is not in the settings. */
export interface PodDetails extends PodSpec, AgentDetails {
  readonly password: string;
}

export function preparationName(projectId: string): string {
  return `${podName(projectId)}-prepare`;
}

/** The container that fills the workspace and ends. Its last words say why it could not. */
export function preparationContainer(details: PodDetails, settings: DockerSettings): ContainerCreateOptions {
  const { projectId, origin } = details;
  const variables: Record<string, string> = {
    [workspaceVariable.source]: origin.source,
    [workspaceVariable.repositoryUrl]: origin.repositoryUrl ?? '',
    [workspaceVariable.cloneTimeoutSeconds]: String(settings.cloneTimeoutSeconds),
    [workspaceVariable.volume]: podPaths.volume,
    [workspaceVariable.sample]: samplePath,
    HOME: podPaths.temporary,
  };
  return {
    name: preparationName(projectId),
    Image: settings.image,
    Entrypoint: ['bash', '-c', workspaceScript],
    Cmd: [],
    Env: environmentOf(variables),
    User: user,
    Labels: { ...labelsOf(projectId), [label.component]: 'workspace' },
    Healthcheck: { Test: ['NONE'] },
    HostConfig: hostConfig(projectId, settings),
  };
}

/** The container of the OpenCode server. It is never restarted by Docker: its end has to be a fact before. */
export function serverContainer(details: PodDetails, settings: DockerSettings): ContainerCreateOptions {
  const { projectId, generation, password, modelAccess, agentTokens } = details;
  const environment = opencodeEnvironment({
    podPath: podPaths.volume,
    workspacePath: podPaths.workspace,
    password,
    modelAccess: throughProxy(modelAccess, agentTokens.proxy),
    ripgrepPath: undefined,
    servicePath: '',
  });
  const { PATH: _path, ...variables } = environment;
  // The agent shares this container's network, and so its ports.
  const ports = [opencodePort, filesPort].map((port) => `${port}/tcp`);
  const isPublished = settings.members.length === 0;
  return {
    name: podName(projectId),
    Hostname: podName(projectId),
    Image: settings.image,
    Cmd: ['opencode', 'serve', '--hostname', '0.0.0.0', '--port', String(opencodePort)],
    Env: environmentOf(variables),
    User: user,
    WorkingDir: podPaths.workspace,
    Labels: { ...labelsOf(projectId), [generationLabel]: String(generation) },
    ExposedPorts: Object.fromEntries(ports.map((port) => [port, {}])),
    Healthcheck: {
      Test: ['CMD', 'bash', '-c', healthScript],
      Interval: 10 * second,
      Timeout: 3 * second,
      StartPeriod: 15 * second,
      Retries: 3,
    },
    HostConfig: {
      ...hostConfig(projectId, settings),
      ...(isPublished ? { PortBindings: Object.fromEntries(ports.map((port) => [port, onLoopback])) } : {}),
    },
  };
}

export function workspaceVolume(projectId: string): VolumeCreateOptions {
  return { Name: workspaceName(projectId), Labels: labelsOf(projectId) };
}

/** A network of the project's own: its containers reach the internet and nobody else's containers. */
export function podNetwork(projectId: string, subnet: string): NetworkCreateOptions {
  return {
    Name: podName(projectId),
    Driver: 'bridge',
    CheckDuplicate: true,
    IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] },
    Labels: labelsOf(projectId),
  };
}

/** One request with the password that the container has in its environment; without a node process for each look. */
const healthScript = [
  `exec 3<>/dev/tcp/127.0.0.1/${opencodePort}`,
  `printf 'GET /global/health HTTP/1.0\\r\\nAuthorization: Basic %s\\r\\n\\r\\n' "$(printf 'opencode:%s' "$OPENCODE_SERVER_PASSWORD" | base64 -w0)" >&3`,
  `head -n 1 <&3 | grep -q ' 200 '`,
].join(' && ');

function hostConfig(projectId: string, settings: DockerSettings): HostConfig {
  return {
    ...containedConfig(projectId),
    Memory: settings.memoryBytes,
    MemorySwap: settings.memoryBytes,
    NanoCpus: settings.nanoCpus,
    PidsLimit: maxProcesses,
    NetworkMode: podName(projectId),
  };
}

/** What a project's containers have in common. */
export function containedConfig(projectId: string): HostConfig {
  return {
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges'],
    ReadonlyRootfs: true,
    RestartPolicy: { Name: 'no' },
    LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '2' } },
    Mounts: [{ Type: 'volume', Source: workspaceName(projectId), Target: podPaths.volume }],
    Tmpfs: { '/tmp': 'mode=1777', [podPaths.temporary]: 'uid=1000,gid=1000,mode=700,exec' },
  };
}

export function environmentOf(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`);
}
