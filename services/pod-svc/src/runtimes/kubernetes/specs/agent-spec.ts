import type { V1Container, V1Probe, V1Volume } from '@kubernetes/client-node';
import { agentName, agentSecrets, agentVariables, filesPort } from '../../agent/agent-container.ts';
import { agentNameOf } from '../../container/names.ts';
import { filesPortName } from '../names.ts';
import type { PodDetails, PodSettings } from '../settings.ts';
import { metadataOf, type Owner, type SentSecret } from './objects.ts';
import { contained, temporaryVolume, workspaceVolume } from './parts.ts';
import { podPaths } from './pod-environment.ts';

const secretsVolume = 'agent-secrets';
const secretsPath = '/run/podium/secrets';

/** Longest time from the container's start to its first answer, before the kubelet kills it. */
const startupSeconds = 30;

/** What the agent's container alone mounts: keys of model providers are in no other place. */
export function agentSecret(details: PodDetails, settings: PodSettings, owner: Owner): SentSecret {
  const { projectId } = details;
  const entries = Object.entries(agentSecrets(details));
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: metadataOf(agentNameOf(projectId), settings.namespace, projectId, owner),
    data: Object.fromEntries(entries.map(([name, value]) => [name, Buffer.from(value).toString('base64')])),
  };
}

/**
 * The container beside the server. It shares the workspace and the pod's loopback with it, and neither processes nor
 * temporary files: what works for a hostile agent must not be able to change what this one runs.
 */
export function workspaceAgent(settings: PodSettings): V1Container {
  const variables = { ...agentVariables(podPaths.workspace, settings.providerUrls), SECRETS_PATH: secretsPath };
  return {
    name: agentName,
    image: settings.agentImage,
    env: Object.entries(variables).map(([name, value]) => ({ name, value })),
    ports: [{ name: filesPortName, containerPort: filesPort, protocol: 'TCP' }],
    resources: { requests: { ...settings.agentRequests }, limits: { ...settings.agentLimits } },
    securityContext: contained,
    terminationMessagePolicy: 'FallbackToLogsOnError',
    startupProbe: { ...health, periodSeconds: 1, failureThreshold: startupSeconds },
    livenessProbe: { ...health, periodSeconds: 10, failureThreshold: 3 },
    readinessProbe: { ...health, periodSeconds: 5, failureThreshold: 3 },
    volumeMounts: [
      { name: workspaceVolume, mountPath: podPaths.workspace, subPath: 'workspace' },
      { name: temporaryVolume, mountPath: '/tmp', subPath: agentName },
      { name: secretsVolume, mountPath: secretsPath, readOnly: true },
    ],
  };
}

/** Readable by the group of the pod's user. */
export function agentVolume(projectId: string): V1Volume {
  return { name: secretsVolume, secret: { secretName: agentNameOf(projectId), defaultMode: 0o440 } };
}

const health: V1Probe = {
  httpGet: { path: '/health', port: filesPortName },
  timeoutSeconds: 3,
  successThreshold: 1,
};
