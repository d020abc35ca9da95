import type { V1Pod } from '@kubernetes/client-node';
import type { PodInspection, ReadyPod } from '../runtime.ts';
import { generationOf, versionOf } from './names.ts';
import { isAlive } from './pod-condition.ts';
import { podPaths } from './specs/pod-environment.ts';

/** What a pod of the cluster is to Podium. It runs once its server has answered, which its annotation says. */
export function inspectionOf(projectId: string, pod: V1Pod, endpoint: string): PodInspection {
  const generation = generationOf(pod);
  if (!isAlive(pod)) return { status: 'exited', projectId, generation };
  if (versionOf(pod) === undefined) return { status: 'starting', projectId, generation };
  return { status: 'running', ...readyPodOf(projectId, pod, endpoint) };
}

export function readyPodOf(projectId: string, pod: V1Pod, endpoint: string): ReadyPod {
  const version = versionOf(pod) ?? '';
  return { projectId, generation: generationOf(pod), endpoint, workspacePath: podPaths.workspace, version };
}
