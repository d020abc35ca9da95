import type { Budget } from '@podium/proto';
import { BudgetPeriod } from '@podium/proto';
import { DATA_SOURCE } from '@podium/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { ProjectBudget } from './project-budget.ts';

/** What a project's sessions have used of its budget in one month. */
export interface BudgetUse {
  readonly costUsd: number;
  readonly tokens: number;
  /** Undefined where the project has no limits (any more). */
  readonly budget: Budget | undefined;
}

/** Reads budgets and what was used of them, as the log has them, a few milliseconds behind. */
@Injectable()
export class BudgetReader {
  readonly #dataSource: DataSource;

  constructor(@Inject(DATA_SOURCE) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Undefined for a project that has never had a budget. @param period calendar month in UTC, as `2026-01` */
  async useOf(projectId: string, period: string): Promise<BudgetUse | undefined> {
    const row = await this.#dataSource.getRepository(ProjectBudget).findOneBy({ project_id: projectId });
    if (!row) return undefined;
    const [used] = await this.#dataSource.query<{ cost_usd: number; tokens: number }[]>(
      `SELECT coalesce(sum(e.cost_usd), 0)::float8 AS cost_usd,
              coalesce(sum(e.input_tokens + e.output_tokens + e.cached_tokens), 0)::float8 AS tokens
         FROM session_usage u
        CROSS JOIN LATERAL jsonb_to_recordset(u.entries)
              AS e(at text, input_tokens float8, output_tokens float8, cached_tokens float8, cost_usd float8)
        WHERE u.project_id = $1 AND e.at LIKE $2 || '-%'`,
      [projectId, period],
    );
    return { costUsd: used?.cost_usd ?? 0, tokens: used?.tokens ?? 0, budget: budgetOf(row) };
  }

  /** Projects of which something was said in an earlier month than this one. */
  async toldBefore(period: string): Promise<string[]> {
    const rows = await this.#dataSource.query<{ project_id: string }[]>(
      `SELECT project_id FROM project_budgets WHERE told_period COLLATE "C" < $1`,
      [period],
    );
    return rows.map(({ project_id }) => project_id);
  }
}

function budgetOf({ limit_usd, limit_tokens, warn_percent }: ProjectBudget): Budget | undefined {
  if (limit_usd === null && limit_tokens === null) return undefined;
  return {
    ...(limit_usd === null ? {} : { limitUsd: limit_usd }),
    ...(limit_tokens === null ? {} : { limitTokens: limit_tokens }),
    warnPercent: warn_percent,
    period: BudgetPeriod.MONTH,
  };
}
