import { z } from 'zod';
import { budgetSchema, budgetStatusSchema } from './budget.ts';
import { positionParameterSchema } from './requests.ts';

/** By what usage can be told apart. */
export const usageGroupings = ['day', 'model', 'person', 'task', 'session', 'prompt', 'project'] as const;

export type UsageGrouping = (typeof usageGroupings)[number];

const momentSchema = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], { error: 'must be a date or an RFC 3339 time' })
  .transform((text) => new Date(text).toISOString());

const querySchema = z.object({
  from: momentSchema.optional().meta({ description: 'The first moment that belongs to it: a date (UTC) or a time.' }),
  to: momentSchema.optional().meta({ description: 'The first moment that does not.' }),
  limit: z.coerce.number().int().min(1).max(1_000).default(100).meta({ description: 'Of groups.' }),
  position: positionParameterSchema.optional(),
});

const byMeta = { description: '`day`: of UTC. All but days begin with those that cost most; of days the last ones.' };

export const projectUsageQuerySchema = querySchema.extend({
  by: z.enum(usageGroupings).exclude(['project']).default('day').meta(byMeta),
});

export const usageQuerySchema = querySchema.extend({ by: z.enum(usageGroupings).default('project').meta(byMeta) });

const totals = {
  input_tokens: z.int().meta({ description: 'Without those served from a cache.' }),
  output_tokens: z.int(),
  cached_tokens: z.int(),
  cost_usd: z.number().meta({ description: 'As the runtime reports it; 0 where no price is known.' }),
  sessions: z.int(),
  prompts: z.int(),
};

export const usageTotalsSchema = z.object(totals).meta({ id: 'UsageTotals' });

export const usageGroupSchema = z
  .object({
    key: z.string().meta({
      description:
        'The day, `<provider>/<model>`, the person as an actor, or the id of project, task or session; of a prompt `<session>/<number>`. Empty where it is not known.',
    }),
    label: z.string().meta({ description: 'For people.' }),
    ...totals,
  })
  .meta({ id: 'UsageGroup' });

export const usageSchema = z
  .object({
    by: z.enum(usageGroupings),
    from: z.string().nullable(),
    to: z.string().nullable(),
    total: usageTotalsSchema,
    groups: z.array(usageGroupSchema),
    total_groups: z.int(),
  })
  .meta({ id: 'Usage' });

export const projectUsageSchema = usageSchema
  .extend({ budget: budgetSchema.nullable(), budget_status: budgetStatusSchema.nullable() })
  .meta({ id: 'ProjectUsage' });

export type UsageTotals = z.infer<typeof usageTotalsSchema>;
export type UsageGroup = z.infer<typeof usageGroupSchema>;
export type Usage = z.infer<typeof usageSchema>;
export type ProjectUsage = z.infer<typeof projectUsageSchema>;
