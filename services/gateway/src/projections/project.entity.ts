import type { ProjectView, WorkspaceSourceName } from '@podium/board';
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
