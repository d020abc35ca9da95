import type { KubernetesObject } from '@kubernetes/client-node';

/** Who writes, as the cluster's own record of changed fields says it. */
export const fieldManager = 'podium-pod-svc';

export const opencodeContainer = 'opencode';
export const workspaceContainer = 'prepare-workspace';
export const opencodePort = 3003;

export const label = {
  name: 'app.kubernetes.io/name',
  instance: 'app.kubernetes.io/instance',
  component: 'app.kubernetes.io/component',
  partOf: 'app.kubernetes.io/part-of',
  managedBy: 'app.kubernetes.io/managed-by',
  projectId: 'podium.dev/project-id',
} as const;

export const annotation = {
  /** Which start of the project's pod this is. */
  generation: 'podium.dev/generation',
  /** Version of the OpenCode server; written when it answered, so that its presence means "was ready". */
  opencodeVersion: 'podium.dev/opencode-version',
} as const;

/** Value of `app.kubernetes.io/name` on everything that belongs to a project. */
export const projectAppName = 'podium-project';

/** Finds everything that belongs to projects. */
export const projectSelector = `${label.name}=${projectAppName}`;

/** `podium-<id>` must fit into the 63 characters that a Service's name may have. */
const projectIdPattern = /^[a-z0-9]([a-z0-9-]{0,54}[a-z0-9])?$/;

/** Name of the project's pod, its Service, Secret and NetworkPolicy. @throws TypeError for an id that can't be in a name. */
export function podName(projectId: string): string {
  return `podium-${checked(projectId)}`;
}

/** Name of the PersistentVolumeClaim with the project's files. @throws TypeError */
export function workspaceName(projectId: string): string {
  return `workspace-${checked(projectId)}`;
}

function checked(projectId: string): string {
  if (!projectIdPattern.test(projectId)) throw new TypeError(`"${projectId}" is no project id`);
  return projectId;
}

export function labelsOf(projectId: string): Record<string, string> {
  return {
    [label.name]: projectAppName,
    [label.instance]: podName(projectId),
    [label.component]: 'runtime',
    [label.partOf]: 'podium',
    [label.managedBy]: fieldManager,
    [label.projectId]: projectId,
  };
}

/** Undefined for an object that belongs to no project. */
export function projectIdOf(object: KubernetesObject): string | undefined {
  return object.metadata?.labels?.[label.projectId];
}

/** 0 for an object without one: older than any start. */
export function generationOf(object: KubernetesObject): number {
  return Number(object.metadata?.annotations?.[annotation.generation] ?? 0);
}

export function versionOf(object: KubernetesObject): string | undefined {
  return object.metadata?.annotations?.[annotation.opencodeVersion];
}
