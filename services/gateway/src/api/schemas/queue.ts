import { z } from 'zod';
import { taskPrioritySchema } from './view-parts.ts';

const entrySchema = z
  .object({
    session_id: z.string(),
    task_id: z.string(),
    title: z.string(),
    priority: taskPrioritySchema,
    requested_by: z.string(),
    queued_at: z.string().meta({ format: 'date-time' }),
    expedited: z.boolean().meta({ description: 'Somebody wants it to run next.' }),
    position: z
      .int()
      .meta({ description: '1 is the next one. Sessions that wait for other tasks stand behind all that don’t.' }),
    blocked_by: z.array(z.string()).meta({ description: 'Tasks that have to be done first.' }),
    waits_for: z.enum(['slot', 'tasks', 'queue', 'budget']).meta({
      description: 'A free slot, other tasks, the queue to be resumed, or the budget to be raised or renewed.',
    }),
    why: z.string().meta({
      description:
        'Why it has not begun, for a person: “It waits for a slot; 2 of 3 running agents wait for an answer.”',
    }),
  })
  .meta({ id: 'QueueEntry' });

export type QueueEntry = z.infer<typeof entrySchema>;

const unansweredSchema = z
  .object({
    session_id: z.string(),
    task_id: z.string(),
    title: z.string(),
    since: z.string().meta({ format: 'date-time' }),
  })
  .meta({ id: 'UnansweredSession' });

export const queueSchema = z
  .object({
    paused: z.boolean(),
    pause_reason: z.string().nullable(),
    over_budget: z.boolean(),
    slots: z.int().meta({ description: 'How many sessions of the project may run at once.' }),
    running: z.int().meta({ description: 'How many hold a slot now.' }),
    unanswered: z.array(unansweredSchema).meta({
      description: 'Those of them whose agent waits for a person’s answer, the longest first. They keep their slot.',
    }),
    entries: z.array(entrySchema).meta({ description: 'In the order of the queue.' }),
    position: z.int().meta({ description: 'Position in the log that the answer is no older than.' }),
  })
  .meta({ id: 'Queue' });

export type Queue = z.infer<typeof queueSchema>;

export const pauseQueueSchema = z.strictObject({
  reason: z
    .string()
    .regex(/^[^\0\p{Surrogate}]*$/u, 'must not contain NUL or half of a surrogate pair')
    .trim()
    .max(200)
    .optional()
    .meta({ description: 'Why, for the others.' }),
});

export const queueStateSchema = z.object({ paused: z.boolean(), position: z.int() }).meta({ id: 'QueueState' });

export const expeditedSchema = z.object({ session_id: z.string(), position: z.int() }).meta({ id: 'ExpeditedSession' });
