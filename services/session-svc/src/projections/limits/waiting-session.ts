import { projectIdOf, type RecordedFact } from '@podium/proto';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A gate that a session waits for. */
export interface OpenGate {
  readonly gate_id: string;
  /** RFC 3339. */
  readonly asked_at: string;
  /** The fact that asked. */
  readonly fact_id: string;
}

/** A session that waits for a time to come: for its next try, or for the answers of people. */
@Entity({ name: 'waiting_sessions' })
@Index(['due_at_ms'])
export class WaitingSession {
  @PrimaryColumn('text')
  session_id!: string;

  @Column('text')
  project_id!: string;

  @Column('text')
  correlation_id!: string;

  /** When the next try is due, in epoch milliseconds; null while it does not wait for one. */
  @Column('bigint', { nullable: true })
  due_at_ms!: number | null;

  /** Number of that try, and the fact that it comes from. */
  @Column('integer', { nullable: true })
  attempt!: number | null;

  @Column('text', { nullable: true })
  retry_fact_id!: string | null;

  @Column('jsonb')
  gates!: OpenGate[];
}

/** The session that a fact is about, where it begins or ends such a wait. */
export function waitingKeyOf(fact: RecordedFact): string | null {
  switch (fact.type) {
    case 'podium.session.v1.SessionRetryScheduled':
    case 'podium.session.v1.SessionRequeued':
    case 'podium.session.v1.SessionStarted':
    case 'podium.session.v1.SessionStopping':
    case 'podium.session.v1.TurnEnded':
    case 'podium.session.v1.SessionCompleted':
    case 'podium.session.v1.SessionFailed':
    case 'podium.session.v1.SessionCancelled':
    case 'podium.session.v1.PermissionAsked':
    case 'podium.session.v1.QuestionAsked':
    case 'podium.session.v1.PermissionAnswered':
    case 'podium.session.v1.QuestionAnswered':
    case 'podium.session.v1.GateClosed':
      return fact.data.sessionId;
    default:
      return null;
  }
}

/** Folds one fact into what a session waits for; null where that is nothing. */
export function foldWaiting(row: WaitingSession | null, fact: RecordedFact): WaitingSession | null {
  switch (fact.type) {
    case 'podium.session.v1.SessionRetryScheduled': {
      const { sessionId, dueAt, attempt } = fact.data;
      return { ...empty(sessionId, fact), due_at_ms: Date.parse(dueAt), attempt, retry_fact_id: fact.id };
    }
    case 'podium.session.v1.PermissionAsked':
    case 'podium.session.v1.QuestionAsked': {
      const { sessionId, gateId } = fact.data;
      const before = row ?? empty(sessionId, fact);
      return { ...before, gates: [...before.gates, { gate_id: gateId, asked_at: fact.time, fact_id: fact.id }] };
    }
    case 'podium.session.v1.PermissionAnswered':
    case 'podium.session.v1.QuestionAnswered':
    case 'podium.session.v1.GateClosed': {
      const gates = row?.gates.filter(({ gate_id }) => gate_id !== fact.data.gateId) ?? [];
      return row && gates.length > 0 ? { ...row, gates } : null;
    }
    default:
      return waitingKeyOf(fact) === null ? row : null;
  }
}

function empty(sessionId: string, fact: RecordedFact): WaitingSession {
  return {
    session_id: sessionId,
    project_id: projectIdOf(fact),
    correlation_id: fact.correlationid,
    due_at_ms: null,
    attempt: null,
    retry_fact_id: null,
    gates: [],
  };
}
