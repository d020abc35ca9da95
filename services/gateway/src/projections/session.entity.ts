import type {
  ChangeCountsView,
  FailureView,
  GateView,
  ModelView,
  PromptView,
  RetryView,
  SessionPhaseName,
  SessionStatusName,
  SessionView,
  TaskPriorityName,
  UsageView,
} from '@podium/board';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('sessions')
@Index('sessions_of_task', ['task_id', 'queued_at', 'id'])
@Index('sessions_of_project', ['project_id', 'status'])
export class SessionRow implements SessionView {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  project_id!: string;

  @Column('text')
  task_id!: string;

  @Column('text')
  phase!: SessionPhaseName;

  @Column('text')
  status!: SessionStatusName;

  @Column('integer')
  attempt!: number;

  @Column('text')
  title!: string;

  @Column('text')
  prompt!: string;

  @Column('jsonb', { nullable: true })
  model!: ModelView | null;

  @Column('text')
  requested_by!: string;

  @Column('text')
  priority!: TaskPriorityName;

  @Column('bigint', { nullable: true })
  expedited_position!: number | null;

  @Column({ type: 'text', collation: 'C' })
  queued_at!: string;

  @Column('text', { nullable: true })
  started_at!: string | null;

  @Column('text', { nullable: true })
  ended_at!: string | null;

  @Column('bigint', { nullable: true })
  duration_ms!: number | null;

  @Column('text', { nullable: true })
  stop_reason!: string | null;

  @Column('text', { nullable: true })
  preview!: string | null;

  @Column('jsonb', { nullable: true })
  latest_changes!: ChangeCountsView | null;

  @Column('jsonb', { nullable: true })
  failure!: FailureView | null;

  @Column('jsonb', { nullable: true })
  retry!: RetryView | null;

  @Column('jsonb', { nullable: true })
  usage!: UsageView | null;

  @Column('jsonb')
  gates!: GateView[];

  @Column('integer', { nullable: true })
  output_chunks!: number | null;

  @Column('text', { nullable: true })
  continues_session_id!: string | null;

  @Column('text', { nullable: true })
  forked_from_message_id!: string | null;

  @Column('jsonb')
  prompts!: PromptView[];

  @Column('integer')
  turns!: number;

  @Column('text', { nullable: true })
  reverted_to!: string | null;

  @Column('bigint')
  position!: number;
}
