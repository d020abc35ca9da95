import type { RecordedFact } from '@podium/proto';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many sessions a project may run at once, and what holds its queue. */
@Entity({ name: 'project_slots' })
export class ProjectSlots {
  @PrimaryColumn('text')
  project_id!: string;

  @Column('integer')
  max_concurrent_sessions!: number;

  /** A person paused the queue. */
  @Column('boolean')
  paused!: boolean;

  /** The project's budget is used up. */
  @Column('boolean')
  over_budget!: boolean;
}

export function slotsKeyOf(fact: RecordedFact): string | null {
  switch (fact.type) {
    case 'podium.project.v1.ProjectCreated':
    case 'podium.project.v1.ProjectEdited':
    case 'podium.project.v1.ProjectDeleted':
    case 'podium.session.v1.QueuePaused':
    case 'podium.session.v1.QueueResumed':
    case 'podium.session.v1.BudgetWarned':
    case 'podium.session.v1.BudgetExceeded':
    case 'podium.session.v1.BudgetRestored':
      return fact.data.projectId;
    default:
      return null;
  }
}

/** Folds one fact into a project's slots; null once the project is deleted. */
export function foldSlots(row: ProjectSlots | null, fact: RecordedFact): ProjectSlots | null {
  switch (fact.type) {
    case 'podium.project.v1.ProjectCreated':
      return {
        project_id: fact.data.projectId,
        max_concurrent_sessions: fact.data.maxConcurrentSessions,
        paused: false,
        over_budget: false,
      };
    case 'podium.project.v1.ProjectEdited':
      return row && { ...row, max_concurrent_sessions: fact.data.maxConcurrentSessions ?? row.max_concurrent_sessions };
    case 'podium.session.v1.QueuePaused':
      return row && { ...row, paused: true };
    case 'podium.session.v1.QueueResumed':
      return row && { ...row, paused: false };
    case 'podium.session.v1.BudgetExceeded':
      return row && { ...row, over_budget: true };
    case 'podium.session.v1.BudgetWarned':
    case 'podium.session.v1.BudgetRestored':
      return row && { ...row, over_budget: false };
    case 'podium.project.v1.ProjectDeleted':
      return null;
    default:
      return row;
  }
}
