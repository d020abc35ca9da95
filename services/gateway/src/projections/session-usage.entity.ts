import type { SessionUsage } from '@podium/board';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What one session has used. Stays when its task or project is deleted: what was spent was spent. */
@Entity('session_usage')
@Index('usage_of_project', ['project_id'])
export class SessionUsageRow implements SessionUsage {
  @PrimaryColumn('text')
  session_id!: string;

  @Column('text')
  project_id!: string;

  @Column('text')
  task_id!: string;

  @Column('text')
  title!: string;

  @Column('text')
  person!: string;

  @Column('jsonb')
  model!: SessionUsage['model'];

  @Column('jsonb', { nullable: true })
  told!: SessionUsage['told'];

  @Column('jsonb')
  entries!: SessionUsage['entries'];
}
