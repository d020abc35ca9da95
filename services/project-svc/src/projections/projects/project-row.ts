import type { RecordedFact } from '@podium/proto';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A project that has not been deleted. */
@Entity({ name: 'projects' })
export class ProjectRow {
  @PrimaryColumn('text')
  project_id!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  repository_url!: string | null;

  @Column('integer')
  max_concurrent_sessions!: number;

  /** RFC 3339, as the fact says it. */
  @Column('text')
  created_at!: string;

  @Column('bigint')
  position!: number;
}

/** The project that a fact is about, where it is one of this context. */
export function projectKeyOf(fact: RecordedFact): string | null {
  switch (fact.type) {
    case 'podium.project.v1.ProjectCreated':
    case 'podium.project.v1.ProjectEdited':
    case 'podium.project.v1.ProjectDeleted':
      return fact.data.projectId;
    default:
      return null;
  }
}

/** Folds one fact into a project's row; null once the project is deleted. */
export function foldProjectRow(row: ProjectRow | null, fact: RecordedFact): ProjectRow | null {
  switch (fact.type) {
    case 'podium.project.v1.ProjectCreated':
      return {
        project_id: fact.data.projectId,
        name: fact.data.name,
        repository_url: fact.data.repositoryUrl ?? null,
        max_concurrent_sessions: fact.data.maxConcurrentSessions,
        created_at: fact.time,
        position: fact.position,
      };
    case 'podium.project.v1.ProjectEdited':
      return (
        row && {
          ...row,
          name: fact.data.name ?? row.name,
          max_concurrent_sessions: fact.data.maxConcurrentSessions ?? row.max_concurrent_sessions,
          position: fact.position,
        }
      );
    case 'podium.project.v1.ProjectDeleted':
      return null;
    default:
      return row;
  }
}
