import { projectIdOf, type RecordedFact } from '@podium/proto';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Whether anybody needs a project's pod, and since when nobody does. */
@Entity({ name: 'pod_activity' })
export class PodActivity {
  @PrimaryColumn('text')
  project_id!: string;

  /** Sessions that hold a slot: they need the pod, also while they wait for a person. */
  @Column('jsonb')
  active_sessions!: string[];

  /** RFC 3339 time at which the pod became ready, or a session last began or ended to need it. */
  @Column('text')
  last_used_at!: string;
}

/** The project whose pod a fact is about. */
export function activityKeyOf(fact: RecordedFact): string | null {
  switch (fact.type) {
    case 'podium.session.v1.SessionAdmitted':
    case 'podium.session.v1.SessionRetryScheduled':
    case 'podium.session.v1.SessionCompleted':
    case 'podium.session.v1.SessionFailed':
    case 'podium.session.v1.SessionCancelled':
    case 'podium.pod.v1.PodReady':
    case 'podium.pod.v1.PodDeleted':
      return projectIdOf(fact);
    default:
      return null;
  }
}

/** Folds one fact into the activity of a project's pod; null once the pod is deleted. */
export function foldActivity(row: PodActivity | null, fact: RecordedFact): PodActivity | null {
  const sessions = row?.active_sessions ?? [];
  const used = { project_id: projectIdOf(fact), last_used_at: fact.time };
  switch (fact.type) {
    case 'podium.session.v1.SessionAdmitted':
      return { ...used, active_sessions: [...without(sessions, fact.data.sessionId), fact.data.sessionId] };
    case 'podium.session.v1.SessionRetryScheduled':
    case 'podium.session.v1.SessionCompleted':
    case 'podium.session.v1.SessionFailed':
    case 'podium.session.v1.SessionCancelled':
      return { ...used, active_sessions: without(sessions, fact.data.sessionId) };
    case 'podium.pod.v1.PodReady':
      return { ...used, active_sessions: sessions };
    case 'podium.pod.v1.PodDeleted':
      return null;
    default:
      return row;
  }
}

function without(sessions: readonly string[], sessionId: string): string[] {
  return sessions.filter((id) => id !== sessionId);
}
