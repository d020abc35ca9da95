import type { RecordedFact } from '@podium/proto';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where a project's runtime answers, and whether it does. */
@Entity({ name: 'pod_endpoints' })
export class PodEndpoint {
  @PrimaryColumn('text')
  project_id!: string;

  @Column('text')
  status!: 'provisioning' | 'ready' | 'stopped' | 'failed';

  @Column('integer')
  generation!: number;

  @Column('text', { nullable: true })
  endpoint!: string | null;

  @Column('text', { nullable: true })
  workspace_path!: string | null;

  /** Why the pod failed, in words for a person. */
  @Column('text', { nullable: true })
  failure_message!: string | null;

  @Column('boolean')
  retryable!: boolean;
}

export function podKeyOf(fact: RecordedFact): string | null {
  switch (fact.type) {
    case 'podium.pod.v1.PodProvisioningStarted':
    case 'podium.pod.v1.PodReady':
    case 'podium.pod.v1.PodFailed':
    case 'podium.pod.v1.PodExited':
    case 'podium.pod.v1.PodStopped':
    case 'podium.pod.v1.PodDeleted':
      return fact.data.projectId;
    default:
      return null;
  }
}

/** Folds one fact into a pod's endpoint; null once the pod is deleted. */
export function foldPodEndpoint(row: PodEndpoint | null, fact: RecordedFact): PodEndpoint | null {
  switch (fact.type) {
    case 'podium.pod.v1.PodProvisioningStarted':
      return away(fact.data.projectId, 'provisioning', fact.data.generation);
    case 'podium.pod.v1.PodReady':
      return {
        ...away(fact.data.projectId, 'ready', fact.data.generation),
        endpoint: fact.data.endpoint,
        workspace_path: fact.data.workspacePath,
      };
    case 'podium.pod.v1.PodFailed':
      return {
        ...away(fact.data.projectId, 'failed', fact.data.generation),
        failure_message: fact.data.message,
        retryable: fact.data.retryable,
      };
    case 'podium.pod.v1.PodExited':
    case 'podium.pod.v1.PodStopped':
      return row && away(row.project_id, 'stopped', row.generation);
    case 'podium.pod.v1.PodDeleted':
      return null;
    default:
      return row;
  }
}

function away(projectId: string, status: PodEndpoint['status'], generation: number): PodEndpoint {
  return {
    project_id: projectId,
    status,
    generation,
    endpoint: null,
    workspace_path: null,
    failure_message: null,
    retryable: false,
  };
}
