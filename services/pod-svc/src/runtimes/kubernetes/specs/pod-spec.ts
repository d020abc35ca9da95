import type { V1Container, V1EnvVar, V1Probe, V1VolumeMount } from '@kubernetes/client-node';
import type { PodSpec } from '../../runtime.ts';
import { opencodePort, podName, workspaceName } from '../../container/names.ts';
import { annotation, opencodeContainer, workspaceContainer } from '../names.ts';
import type { PodDetails, PodSettings } from '../settings.ts';
import { samplePath, workspaceScript, workspaceVariable } from '../../container/workspace-script.ts';
import { agentVolume, workspaceAgent } from './agent-spec.ts';
import { metadataOf, type Owner, type SentPod } from './objects.ts';
import { contained, temporaryVolume, workspaceVolume } from './parts.ts';
import { podPaths, serverEnvironment } from './pod-environment.ts';

/** The user of the image `opencode`; also the group that owns the volume. */
const userId = 1000;

/** How long the server and what its agents started have to end by themselves. */
export const terminationSeconds = 10;

/** Longest time from a container's start to its server's first answer, before the kubelet kills it. */
const startupSeconds = 60;

/**
 * One project's pod. It is a pod and not a Deployment of one, for three reasons. Its end has to be a fact before it
 * starts again, because the sessions on it ended too: a ReplicaSet or a kubelet that restarts it on its own would hide
 * that. Its name is its own, so the cluster itself keeps two servers from working in one workspace, also while a node
 * is unreachable. And pod-svc already is the controller that brings it back.
 */
export function podManifest(
  details: PodDetails & Pick<PodSpec, 'origin'>,
  settings: PodSettings,
  owner: Owner,
): SentPod {
  const { projectId } = details;
  const metadata = metadataOf(podName(projectId), settings.namespace, projectId, owner);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      annotations: {
        [annotation.generation]: String(details.generation),
        // Pods without a ReplicaSet keep an autoscaler from ever removing their node; pod-svc replaces this one.
        'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true',
        'kubectl.kubernetes.io/default-container': opencodeContainer,
      },
    },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      // A namespace with 1,000 projects has 1,000 Services: none of them belongs into the environment.
      enableServiceLinks: false,
      terminationGracePeriodSeconds: terminationSeconds,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: userId,
        runAsGroup: userId,
        fsGroup: userId,
        fsGroupChangePolicy: 'OnRootMismatch',
        seccompProfile: { type: 'RuntimeDefault' },
      },
      ...(settings.imagePullSecrets.length > 0
        ? { imagePullSecrets: settings.imagePullSecrets.map((name) => ({ name })) }
        : {}),
      initContainers: [workspacePreparation(details.origin, settings)],
      containers: [opencode(details, settings), workspaceAgent(settings)],
      volumes: [
        { name: workspaceVolume, persistentVolumeClaim: { claimName: workspaceName(projectId) } },
        { name: temporaryVolume, emptyDir: {} },
        agentVolume(projectId),
      ],
    },
  };
}

function opencode(details: PodDetails, settings: PodSettings): V1Container {
  return {
    name: opencodeContainer,
    image: settings.image,
    args: ['opencode', 'serve', '--hostname', '0.0.0.0', '--port', String(opencodePort)],
    workingDir: podPaths.workspace,
    env: serverEnvironment(details),
    ports: [{ name: opencodeContainer, containerPort: opencodePort, protocol: 'TCP' }],
    resources: { requests: { ...settings.requests }, limits: { ...settings.limits } },
    securityContext: contained,
    terminationMessagePolicy: 'FallbackToLogsOnError',
    // The start is looked at each second, so that waking a project up takes no longer than it has to.
    startupProbe: { ...health, periodSeconds: 1, failureThreshold: startupSeconds },
    livenessProbe: { ...health, initialDelaySeconds: 15, periodSeconds: 10, failureThreshold: 3 },
    readinessProbe: { ...health, initialDelaySeconds: 10, periodSeconds: 5, failureThreshold: 3 },
    volumeMounts: [
      { name: workspaceVolume, mountPath: podPaths.workspace, subPath: 'workspace' },
      { name: workspaceVolume, mountPath: podPaths.home, subPath: 'home' },
      ...temporaryMounts,
    ],
  };
}

/** Before the server, from the same image: fills the volume once, and does nothing where there are files. */
function workspacePreparation(origin: PodSpec['origin'], settings: PodSettings): V1Container {
  const variables: Record<string, string> = {
    [workspaceVariable.source]: origin.source,
    [workspaceVariable.repositoryUrl]: origin.repositoryUrl ?? '',
    [workspaceVariable.cloneTimeoutSeconds]: String(settings.cloneTimeoutSeconds),
    [workspaceVariable.volume]: podPaths.volume,
    [workspaceVariable.sample]: samplePath,
    HOME: podPaths.temporary,
    TMPDIR: podPaths.temporary,
  };
  return {
    name: workspaceContainer,
    image: settings.image,
    command: ['/bin/bash', '-c', workspaceScript],
    env: Object.entries(variables).map(([name, value]): V1EnvVar => ({ name, value })),
    resources: { requests: { ...settings.requests }, limits: { ...settings.limits } },
    securityContext: contained,
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [{ name: workspaceVolume, mountPath: podPaths.volume }, ...temporaryMounts],
  };
}

const temporaryMounts: V1VolumeMount[] = [
  { name: temporaryVolume, mountPath: podPaths.temporary, subPath: 'podium' },
  { name: temporaryVolume, mountPath: '/tmp', subPath: 'tmp' },
];

/**
 * The server asks for its password even when it is asked for its health. A probe by HTTP would need that in the pod's
 * manifest, where everybody may read it who may look at pods.
 */
const healthScript =
  "fetch('http://127.0.0.1:" +
  String(opencodePort) +
  "/global/health',{headers:{authorization:'Basic '+btoa('opencode:'+process.env.OPENCODE_SERVER_PASSWORD)}})" +
  '.then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))';

const health: V1Probe = { exec: { command: ['node', '-e', healthScript] }, timeoutSeconds: 3, successThreshold: 1 };
