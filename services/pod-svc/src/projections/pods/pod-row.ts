import { projectIdOf, type RecordedFact } from '@podium/proto';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A pod that has not been deleted. */
@Entity({ name: 'pods' })
export class PodRow {
  @PrimaryColumn('text')
  project_id!: string;

  /** `provisioning`, `ready`, `stopped` or `failed`. */
  @Column('text')
  status!: string;

  @Column('integer')
  generation!: number;

  @Column('text')
  runtime!: string;

  @Column('text')
  source!: string;

  @Column('text', { nullable: true })
  repository_url!: string | null;

  /** Of a ready pod. */
  @Column('text', { nullable: true })
  endpoint!: string | null;

  @Column('text', { nullable: true })
  workspace_path!: string | null;

  @Column('text', { nullable: true })
  version!: string | null;

  /** Why it failed, in the driver's words. */
  @Column('jsonb', { nullable: true })
  failure!: { code: string; message: string; retryable: boolean } | null;

  /** RFC 3339 time of the newest fact. */
  @Column('text')
  updated_at!: string;

  @Column('bigint')
  position!: number;
}

/** The pod that a fact is about. */
export function podKeyOf(fact: RecordedFact): string | null {
  return fact.type.startsWith('podium.pod.') ? projectIdOf(fact) : null;
}

/** Folds one fact into a pod's row; null once the pod is deleted. */
export function foldPodRow(row: PodRow | null, fact: RecordedFact): PodRow | null {
  const seen = { updated_at: fact.time, position: fact.position };
  if (fact.type === 'podium.pod.v1.PodProvisioningStarted') {
    const { projectId, generation, runtime, source, repositoryUrl } = fact.data;
    const server = { endpoint: null, workspace_path: null, version: null, failure: null };
    const origin = { runtime, source, repository_url: repositoryUrl ?? null };
    return { project_id: projectId, status: 'provisioning', generation, ...origin, ...server, ...seen };
  }
  if (!row) return null;
  switch (fact.type) {
    case 'podium.pod.v1.PodReady': {
      const { endpoint, workspacePath, version } = fact.data;
      return { ...row, ...seen, status: 'ready', endpoint, workspace_path: workspacePath, version };
    }
    case 'podium.pod.v1.PodFailed': {
      const { reason, message, retryable } = fact.data;
      return { ...row, ...seen, status: 'failed', endpoint: null, failure: { code: reason, message, retryable } };
    }
    case 'podium.pod.v1.PodExited':
    case 'podium.pod.v1.PodStopped':
      return { ...row, ...seen, status: 'stopped', endpoint: null };
    case 'podium.pod.v1.PodDeleted':
      return null;
    default:
      return row;
  }
}
