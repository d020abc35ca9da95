import { projectIdOf, type RecordedFact } from '@podium/proto';

import type { PodView } from './views.ts';

/** Folds one fact into a project's pod; null before its first fact and after its deletion. */
export function foldPod(pod: PodView | null, fact: RecordedFact): PodView | null {
  const change = changeOf(fact);
  if (change === 'deleted') return null;
  if (!change) return pod;
  return {
    ...(pod ?? noPod(projectIdOf(fact))),
    progress: null,
    ...change,
    updated_at: fact.time,
    position: fact.position,
  };
}

function noPod(projectId: string): PodView {
  return {
    project_id: projectId,
    status: 'none',
    phase: 'Unknown',
    generation: 0,
    runtime: null,
    version: null,
    failure: null,
    progress: null,
    updated_at: '',
    position: 0,
  };
}

function changeOf(fact: RecordedFact): Partial<PodView> | 'deleted' | undefined {
  switch (fact.type) {
    case 'podium.pod.v1.PodProvisioningStarted':
      return {
        status: 'provisioning',
        phase: 'Pending',
        generation: fact.data.generation,
        runtime: fact.data.runtime,
        failure: null,
      };
    case 'podium.pod.v1.PodProvisioningProgressed':
      return { progress: fact.data.message };
    case 'podium.pod.v1.PodReady':
      return { status: 'ready', phase: 'Running', version: fact.data.version, failure: null };
    case 'podium.pod.v1.PodFailed':
      return {
        status: 'failed',
        phase: 'Failed',
        failure: { code: fact.data.reason, message: fact.data.message, retryable: fact.data.retryable },
      };
    case 'podium.pod.v1.PodExited':
      return { phase: 'Unknown' };
    case 'podium.pod.v1.PodStopped':
      return { status: 'stopped', phase: 'Succeeded' };
    case 'podium.pod.v1.PodDeleted':
      return 'deleted';
    default:
      return undefined;
  }
}
