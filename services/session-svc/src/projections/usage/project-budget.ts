import type { RecordedFact } from '@podium/proto';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How much a project's sessions may use, and the month of which something was said. */
@Entity({ name: 'project_budgets' })
export class ProjectBudget {
  @PrimaryColumn('text')
  project_id!: string;

  @Column('double precision', { nullable: true })
  limit_usd!: number | null;

  @Column('double precision', { nullable: true })
  limit_tokens!: number | null;

  @Column('integer')
  warn_percent!: number;

  /** The month that a warning or an excess was told of, as `2026-01`; null while all is fine. */
  @Column('text', { nullable: true })
  told_period!: string | null;
}

export function budgetKeyOf(fact: RecordedFact): string | null {
  switch (fact.type) {
    case 'podium.project.v1.ProjectEdited':
      return fact.data.budget ? fact.data.projectId : null;
    case 'podium.project.v1.ProjectDeleted':
    case 'podium.session.v1.BudgetWarned':
    case 'podium.session.v1.BudgetExceeded':
    case 'podium.session.v1.BudgetRestored':
      return fact.data.projectId;
    default:
      return null;
  }
}

/** Folds one fact into a project's budget; null where it never had one, and once the project is deleted. */
export function foldBudget(row: ProjectBudget | null, fact: RecordedFact): ProjectBudget | null {
  switch (fact.type) {
    case 'podium.project.v1.ProjectEdited': {
      if (!fact.data.budget) return row;
      const { limitUsd, limitTokens, warnPercent } = fact.data.budget;
      return {
        project_id: fact.data.projectId,
        limit_usd: limitUsd ?? null,
        limit_tokens: limitTokens ?? null,
        warn_percent: warnPercent,
        told_period: row?.told_period ?? null,
      };
    }
    case 'podium.session.v1.BudgetWarned':
    case 'podium.session.v1.BudgetExceeded':
      return row && { ...row, told_period: fact.data.period };
    case 'podium.session.v1.BudgetRestored':
      return row && { ...row, told_period: null };
    case 'podium.project.v1.ProjectDeleted':
      return null;
    default:
      return row;
  }
}
