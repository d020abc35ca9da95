import type { V1EnvVar } from '@kubernetes/client-node';
import { throughProxy } from '../../agent/proxied-models.ts';
import type { ModelAccess } from '../../opencode/model-providers.ts';
import { opencodeEnvironment } from '../../opencode/opencode-environment.ts';
import { podName } from '../../container/names.ts';
import type { PodDetails } from '../settings.ts';

/** Folders as the containers of a pod see them. */
export const podPaths = {
  workspace: '/workspace',
  /** OpenCode's own folders are below it: `home` on the volume, `tmp` on the disk of the node. */
  pod: '/podium',
  home: '/podium/home',
  temporary: '/podium/tmp',
  /** The whole volume, seen by the container that prepares it. */
  volume: '/volume',
} as const;

const passwordVariable = 'OPENCODE_SERVER_PASSWORD';

/** Variables that belong into the project's Secret. */
export function secretVariables(details: PodDetails): Record<string, string> {
  const access = accessOf(details);
  return { [passwordVariable]: details.password, ...(access.kind === 'providers' ? access.keys : {}) };
}

/** The server gets no key: the agent beside it has them. */
function accessOf({ modelAccess, agentTokens }: PodDetails): ModelAccess {
  return throughProxy(modelAccess, agentTokens.proxy);
}

/** Environment of the OpenCode server. Secrets are named, not contained: whoever may read pods does not learn them. */
export function serverEnvironment(details: PodDetails): V1EnvVar[] {
  const secrets = Object.keys(secretVariables(details));
  const all = opencodeEnvironment({
    podPath: podPaths.pod,
    workspacePath: podPaths.workspace,
    password: '',
    modelAccess: accessOf(details),
    ripgrepPath: undefined,
    servicePath: '',
  });
  const plain = Object.entries(all).filter(([name]) => !secrets.includes(name) && name !== 'PATH');
  return [
    ...plain.map(([name, value]) => ({ name, value })),
    ...secrets.map((key) => ({ name: key, valueFrom: { secretKeyRef: { name: podName(details.projectId), key } } })),
  ];
}
