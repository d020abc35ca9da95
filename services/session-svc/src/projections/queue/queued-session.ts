import { queueTimeMs, sessionPriorityName } from '@podium/board';
import { projectIdOf, type RecordedFact } from '@podium/proto';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A session that has not ended: what the scheduler counts and admits. */
@Entity({ name: 'queue' })
@Index(['project_id', 'status', 'queue_time_ms'])
export class QueuedSession {
  @PrimaryColumn('text')
  session_id!: string;

  @Column('text')
  project_id!: string;

  @Column('text')
  task_id!: string;

  /** `queued` waits for a slot, `admitted` holds one, `retrying` waits for its next try. */
  @Column('text')
  status!: 'queued' | 'admitted' | 'retrying';

  /** When it counts as having come, in milliseconds since 1970; the same for all its tries. */
  @Column('bigint')
  queue_time_ms!: number;

  /** Position of the wish that it be the next one; the slot fulfils it. */
  @Column('bigint', { nullable: true })
  expedited_position!: number | null;

  /** Id and correlation of the fact that queued it last, the cause of the admission. */
  @Column('text')
  queued_fact_id!: string;

  @Column('text')
  correlation_id!: string;
}

/** The session that a fact is about, where it changes the queue. */
export function queueKeyOf(fact: RecordedFact): string | null {
  switch (fact.type) {
    case 'podium.session.v1.SessionQueued':
    case 'podium.session.v1.SessionExpedited':
    case 'podium.session.v1.SessionAdmitted':
    case 'podium.session.v1.SessionRetryScheduled':
    case 'podium.session.v1.SessionRequeued':
    case 'podium.session.v1.SessionCompleted':
    case 'podium.session.v1.SessionFailed':
    case 'podium.session.v1.SessionCancelled':
      return fact.data.sessionId;
    default:
      return null;
  }
}

/** Folds one fact into the queue's row; null once the session has ended. */
export function foldQueue(row: QueuedSession | null, fact: RecordedFact): QueuedSession | null {
  switch (fact.type) {
    case 'podium.session.v1.SessionQueued':
      return {
        session_id: fact.data.sessionId,
        project_id: projectIdOf(fact),
        task_id: fact.data.taskId,
        status: 'queued',
        queue_time_ms: queueTimeMs({ queued_at: fact.time, priority: sessionPriorityName(fact.data.priority) }),
        expedited_position: null,
        queued_fact_id: fact.id,
        correlation_id: fact.correlationid,
      };
    case 'podium.session.v1.SessionExpedited':
      return row && { ...row, expedited_position: fact.position };
    case 'podium.session.v1.SessionAdmitted':
      return row && { ...row, status: 'admitted', expedited_position: null };
    case 'podium.session.v1.SessionRetryScheduled':
      return row && { ...row, status: 'retrying' };
    case 'podium.session.v1.SessionRequeued':
      return row && { ...row, status: 'queued', queued_fact_id: fact.id, correlation_id: fact.correlationid };
    case 'podium.session.v1.SessionCompleted':
    case 'podium.session.v1.SessionFailed':
    case 'podium.session.v1.SessionCancelled':
      return null;
    default:
      return row;
  }
}
