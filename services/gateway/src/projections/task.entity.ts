import type {
  AttachmentView,
  ChecklistItemView,
  FailureView,
  TaskPriorityName,
  TaskStatusName,
  TaskView,
} from '@podium/board';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('tasks')
@Index('tasks_of_column', ['project_id', 'status', 'rank', 'id'])
export class TaskRow implements TaskView {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  project_id!: string;

  @Column('text')
  title!: string;

  @Column('text')
  description!: string;

  @Column('text')
  priority!: TaskPriorityName;

  @Column('text')
  status!: TaskStatusName;

  /** Compared byte by byte, as the keys of fractional-indexing have to be. */
  @Column({ type: 'text', collation: 'C' })
  rank!: string;

  @Column('jsonb')
  labels!: string[];

  @Column('text', { nullable: true })
  assignee!: string | null;

  @Column('text', { nullable: true })
  due_on!: string | null;

  @Column('boolean')
  auto_start!: boolean;

  @Column('jsonb')
  checklist!: ChecklistItemView[];

  @Column('jsonb')
  depends_on!: string[];

  @Column('jsonb')
  attachments!: AttachmentView[];

  @Column('integer')
  comment_count!: number;

  @Column('text', { nullable: true })
  archived_at!: string | null;

  @Column('text', { nullable: true })
  active_session_id!: string | null;

  @Column('text', { nullable: true })
  latest_session_id!: string | null;

  @Column('jsonb', { nullable: true })
  failure!: FailureView | null;

  @Column('text')
  status_since!: string;

  @Column('text')
  created_at!: string;

  @Column('text')
  updated_at!: string;

  @Column('text')
  created_by!: string;

  @Column('integer')
  version!: number;

  @Column('bigint')
  position!: number;
}
