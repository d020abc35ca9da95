import { BudgetPeriod, type Budget } from '@podium/proto';
import type { z } from 'zod';
import { present } from './present.ts';
import type { setBudgetSchema } from './schemas/budget.ts';

/** How many percent stand where nobody is warned. */
const anyPercent = 80;

/** A budget as requests carry it: without limits where it is to end, undefined where it is to stay. */
export function budgetOf(body: z.infer<typeof setBudgetSchema> | undefined): Budget | undefined {
  if (body === undefined) return undefined;
  return present({
    limitUsd: body?.limit_usd ?? undefined,
    limitTokens: body?.limit_tokens ?? undefined,
    warnPercent: body?.warn_percent ?? anyPercent,
    period: BudgetPeriod.MONTH,
  });
}
