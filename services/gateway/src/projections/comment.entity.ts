import type { CommentView } from '@podium/board';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('comments')
@Index('comments_of_task', ['task_id', 'created_at', 'id'])
export class CommentRow implements CommentView {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  project_id!: string;

  @Column('text')
  task_id!: string;

  @Column('text')
  text!: string;

  @Column('jsonb')
  mentions!: string[];

  @Column('text')
  author!: string;

  @Column({ type: 'text', collation: 'C' })
  created_at!: string;

  @Column('text', { nullable: true })
  edited_at!: string | null;

  @Column('bigint')
  position!: number;
}
