import type { BudgetStatusView, BudgetView } from '@podium/board';
import { z } from 'zod';

const usdSchema = z.number().min(0).max(1_000_000);
const tokensSchema = z.int().min(0).max(1_000_000_000_000_000);

export const budgetSchema = z
  .object({
    limit_usd: z.number().nullable(),
    limit_tokens: z.int().nullable(),
    warn_percent: z.int(),
    period: z.literal('month'),
  })
  .meta({ id: 'Budget', description: 'How much the sessions of a project may use in a calendar month (UTC).' });
budgetSchema satisfies z.ZodType<BudgetView>;

export const budgetStatusSchema = z
  .object({
    state: z.enum(['warned', 'exceeded']),
    period: z.string().meta({ example: '2026-01' }),
    cost_usd: z.number(),
    tokens: z.number(),
    at: z.string().meta({ format: 'date-time' }),
  })
  .meta({ id: 'BudgetStatus', description: '`exceeded`: running sessions were stopped, queued ones wait.' });
budgetStatusSchema satisfies z.ZodType<BudgetStatusView>;

/** The part of a project's view that is its queue. */
export const queueFields = {
  queue_paused: z.boolean(),
  queue_pause_reason: z.string().nullable(),
  budget: budgetSchema.nullable(),
  budget_status: budgetStatusSchema.nullable(),
};

/** A budget as people set it; null ends the limiting. */
export const setBudgetSchema = z
  .strictObject({
    limit_usd: usdSchema.nullable().default(null),
    limit_tokens: tokensSchema.nullable().default(null),
    warn_percent: z.int().min(1).max(100).default(80),
    period: z.literal('month').default('month'),
  })
  .refine(({ limit_usd, limit_tokens }) => limit_usd !== null || limit_tokens !== null, 'at least one limit is needed')
  .nullable()
  .meta({ description: 'All of it; null: as much as they like.' });
