import type { CatalogueView, OfferedModelView, OfferedView } from '@podium/board';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('catalogues')
export class CatalogueRow implements CatalogueView {
  @PrimaryColumn('text')
  project_id!: string;

  @Column('jsonb')
  models!: OfferedModelView[];

  @Column('jsonb')
  agents!: OfferedView[];

  @Column('jsonb')
  commands!: OfferedView[];

  @Column('bigint')
  position!: number;
}
