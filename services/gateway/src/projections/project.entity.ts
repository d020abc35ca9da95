import type {
  AllowedActionView,
  BudgetStatusView,
  BudgetView,
  InvitationView,
  MemberView,
  ProjectView,
  SavedViewView,
  SessionLimitsView,
  TaskStatusName,
  TaskTemplateView,
  WorkspaceSourceName,
} from '@podium/board';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('projects')
export class ProjectRow implements ProjectView {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  description!: string;

  @Column('text')
  source!: WorkspaceSourceName;

  @Column('text', { nullable: true })
  repository_url!: string | null;

  @Column('integer')
  max_concurrent_sessions!: number;

  @Column('jsonb')
  allowed_actions!: AllowedActionView[];

  @Column('boolean')
  queue_paused!: boolean;

  @Column('text', { nullable: true })
  queue_pause_reason!: string | null;

  @Column('jsonb', { nullable: true })
  budget!: BudgetView | null;

  @Column('jsonb', { nullable: true })
  budget_status!: BudgetStatusView | null;

  @Column('jsonb')
  wip_limits!: Partial<Record<TaskStatusName, number>>;

  @Column('jsonb')
  session_limits!: SessionLimitsView;

  @Column('integer')
  gate_timeout_minutes!: number;

  @Column('jsonb')
  templates!: TaskTemplateView[];

  @Column('jsonb')
  saved_views!: SavedViewView[];

  @Column('jsonb')
  members!: MemberView[];

  @Column('jsonb')
  invitations!: InvitationView[];

  /** Times are kept as the facts have them, so that a view is the same wherever it is folded. */
  @Column('text')
  created_at!: string;

  @Column('text')
  updated_at!: string;

  @Column('text')
  created_by!: string;

  @Column('bigint')
  position!: number;
}
