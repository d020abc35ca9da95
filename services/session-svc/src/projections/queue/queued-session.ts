import { projectIdOf, type RecordedFact } from '@podium/proto';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A session that has not ended: what the scheduler counts and admits. */
@Entity({ name: 'queue' })
@Index(['project_id', 'status', 'queued_position'])
export class QueuedSession {
  @PrimaryColumn('text')
  session_id!: string;

  @Column('text')
  project_id!: string;

  @Column('text')
  task_id!: string;

  /** `queued` waits for a slot, `admitted` holds one. */
  @Column('text')
  status!: 'queued' | 'admitted';

  /** Position of the fact that queued it: first come, first served. */
  @Column('bigint')
  queued_position!: number;

  /** Id and correlation of that fact, the cause of the admission. */
  @Column('text')
  queued_fact_id!: string;

  @Column('text')
  correlation_id!: string;
}

/** The session that a fact is about, where it changes the queue. */
export function queueKeyOf(fact: RecordedFact): string | null {
  switch (fact.type) {
    case 'podium.session.v1.SessionQueued':
    case 'podium.session.v1.SessionAdmitted':
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
        queued_position: fact.position,
        queued_fact_id: fact.id,
        correlation_id: fact.correlationid,
      };
    case 'podium.session.v1.SessionAdmitted':
      return row && { ...row, status: 'admitted' };
    case 'podium.session.v1.SessionCompleted':
    case 'podium.session.v1.SessionFailed':
    case 'podium.session.v1.SessionCancelled':
      return null;
    default:
      return row;
  }
}
