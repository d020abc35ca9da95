import type { RecordedFact } from '@podium/proto';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many sessions a project may run at once. */
@Entity({ name: 'project_slots' })
export class ProjectSlots {
  @PrimaryColumn('text')
  project_id!: string;

  @Column('integer')
  max_concurrent_sessions!: number;
}

export function slotsKeyOf(fact: RecordedFact): string | null {
  switch (fact.type) {
    case 'podium.project.v1.ProjectCreated':
    case 'podium.project.v1.ProjectEdited':
    case 'podium.project.v1.ProjectDeleted':
      return fact.data.projectId;
    default:
      return null;
  }
}

/** Folds one fact into a project's slots; null once the project is deleted. */
export function foldSlots(row: ProjectSlots | null, fact: RecordedFact): ProjectSlots | null {
  switch (fact.type) {
    case 'podium.project.v1.ProjectCreated':
      return { project_id: fact.data.projectId, max_concurrent_sessions: fact.data.maxConcurrentSessions };
    case 'podium.project.v1.ProjectEdited':
      return row && { ...row, max_concurrent_sessions: fact.data.maxConcurrentSessions ?? row.max_concurrent_sessions };
    case 'podium.project.v1.ProjectDeleted':
      return null;
    default:
      return row;
  }
}
