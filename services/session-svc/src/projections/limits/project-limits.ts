import { defaultSessionLimits } from '@podium/board';
import type { RecordedFact } from '@podium/proto';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SessionLimits } from '../../domain/limits.ts';

/** What holds where a project says nothing else. */
export const defaultLimits: SessionLimits = {
  minutes: defaultSessionLimits.minutes,
  idleMinutes: defaultSessionLimits.idle_minutes,
  steps: defaultSessionLimits.steps,
  tokens: defaultSessionLimits.tokens,
  costUsd: defaultSessionLimits.cost_usd,
};

/** What a project says about the limits of its sessions. */
@Entity({ name: 'project_limits' })
export class ProjectLimits {
  @PrimaryColumn('text')
  project_id!: string;

  @Column('jsonb')
  session_limits!: SessionLimits;

  /** 0: gates wait for ever. */
  @Column('integer')
  gate_timeout_minutes!: number;
}

export function limitsKeyOf(fact: RecordedFact): string | null {
  switch (fact.type) {
    case 'podium.project.v1.ProjectCreated':
    case 'podium.project.v1.ProjectEdited':
    case 'podium.project.v1.ProjectDeleted':
      return fact.data.projectId;
    default:
      return null;
  }
}

/** Folds one fact into a project's limits; null once the project is deleted. */
export function foldLimits(row: ProjectLimits | null, fact: RecordedFact): ProjectLimits | null {
  switch (fact.type) {
    case 'podium.project.v1.ProjectCreated':
      return { project_id: fact.data.projectId, session_limits: defaultLimits, gate_timeout_minutes: 0 };
    case 'podium.project.v1.ProjectEdited': {
      const { sessionLimits, gateTimeoutMinutes } = fact.data;
      return (
        row && {
          ...row,
          session_limits: sessionLimits ?? row.session_limits,
          gate_timeout_minutes: gateTimeoutMinutes ?? row.gate_timeout_minutes,
        }
      );
    }
    case 'podium.project.v1.ProjectDeleted':
      return null;
    default:
      return row;
  }
}
