import type { KubernetesObject } from '@kubernetes/client-node';
import { label, managerName, projectAppName } from '../container/names.ts';

/** Who writes, as the cluster's own record of changed fields says it. */
export const fieldManager = managerName;

export const opencodeContainer = 'opencode';
export const workspaceContainer = 'prepare-workspace';

/** Of the workspace agent's files API. */
export const filesPortName = 'files';

export const annotation = {
  /** Which start of the project's pod this is. */
  generation: 'podium.dev/generation',
  /** Version of the OpenCode server; written when it answered, so that its presence means "was ready". */
  opencodeVersion: 'podium.dev/opencode-version',
} as const;

/** Finds everything that belongs to projects. */
export const projectSelector = `${label.name}=${projectAppName}`;

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
