import type { FailureView, PodPhaseName, PodStatusName, PodView } from '@podium/board';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('pods')
export class PodRow implements PodView {
  @PrimaryColumn('text')
  project_id!: string;

  @Column('text')
  status!: PodStatusName;

  @Column('text')
  phase!: PodPhaseName;

  @Column('integer')
  generation!: number;

  @Column('text', { nullable: true })
  runtime!: string | null;

  @Column('text', { nullable: true })
  version!: string | null;

  @Column('jsonb', { nullable: true })
  failure!: FailureView | null;

  @Column('text', { nullable: true })
  progress!: string | null;

  @Column('text')
  updated_at!: string;

  @Column('bigint')
  position!: number;
}
