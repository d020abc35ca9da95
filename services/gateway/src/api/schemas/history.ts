import { timelineMarkKinds, type StoryView, type TimelineView } from '@podium/board';
import { z } from 'zod';
import type { Moment } from '../../time-travel/chronicle.ts';
import { positionSchema } from './view-parts.ts';
import { momentSchema } from './views.ts';

const timeSchema = z.string().meta({ format: 'date-time' });

/** A position or an RFC 3339 time in a query. */
export const momentParameterSchema = z
  .union([z.string().regex(/^\d{1,15}$/), z.iso.datetime({ offset: true })], {
    error: 'must be a position (a whole number, 0 or more) or an RFC 3339 time',
  })
  .transform((text): Moment => {
    return /^\d+$/.test(text) ? { position: Number(text) } : { timeMs: Date.parse(text) };
  });

/** A moment as the export names it. */
export function exportMoment(moment: Moment | undefined): number | Date | undefined {
  if (!moment) return undefined;
  return 'position' in moment ? moment.position : new Date(moment.timeMs);
}

const actorSchema = z.object({ kind: z.enum(['person', 'service']), id: z.string(), name: z.string() });

const causeSchema = z.object({
  id: z.string(),
  kind: z.enum(['request', 'fact']),
  position: z.int().optional(),
  type: z.string().optional(),
  title: z.string().optional(),
});

export const storySchema = z
  .object({
    task_id: z.string(),
    entries: z.array(
      z
        .object({
          id: z.string(),
          kind: z.enum(['fact', 'refused']).meta({ description: '`refused`: a request that changed nothing.' }),
          position: z.int().meta({ description: 'Of a refusal: that of the entry before it.' }),
          time: timeSchema,
          type: z.string().meta({ example: 'podium.task.v1.TaskExecutionStarted' }),
          title: z.string().meta({ description: 'One sentence.' }),
          actor: actorSchema,
          cause: causeSchema.nullable().meta({ description: 'The request or the fact that led to it.' }),
          correlation_id: z.string(),
          session_id: z.string().optional(),
          details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
        })
        .meta({ id: 'StoryEntry' }),
    ),
    position: positionSchema,
  })
  .meta({ id: 'Story' }) satisfies z.ZodType<StoryView>;

export const timelineSchema = z
  .object({
    first: momentSchema,
    head: momentSchema,
    marks: z.array(
      z
        .object({
          position: z.int(),
          time: timeSchema,
          kind: z.enum(timelineMarkKinds),
          task_id: z.string().optional(),
          label: z.string(),
        })
        .meta({ id: 'TimelineMark' }),
    ),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'Timeline' }) satisfies z.ZodType<TimelineView>;

export const timelineQuerySchema = z.object({
  from: momentParameterSchema.optional().meta({ description: 'The first position or time that belongs to it.' }),
  to: momentParameterSchema.optional().meta({ description: 'The first position or time that does not.' }),
  limit: z.coerce.number().int().min(1).max(5_000).default(1_000),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional()
    .meta({ description: '`next_cursor` of the page before.' }),
});
