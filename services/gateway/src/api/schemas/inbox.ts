import type { InboxItem } from '@podium/board';
import { z } from 'zod';
import { sessionSchema } from './session-view.ts';
import { positionSchema, taskPrioritySchema } from './view-parts.ts';
import { taskSchema } from './views.ts';

const inboxItemSchema = z
  .object({
    id: z.string().meta({ description: 'The same as long as it waits for the same thing.' }),
    kind: z.enum(['permission', 'question', 'plan', 'failure', 'review']),
    project_id: z.string(),
    project_name: z.string(),
    task_id: z.string(),
    task_title: z.string(),
    priority: taskPrioritySchema,
    session_id: z.string().nullable().meta({ description: 'The session that it is about.' }),
    since: z.string().meta({ format: 'date-time' }),
    gate: sessionSchema.shape.gates.element.nullable().meta({ description: 'What an agent waits for.' }),
    failure: taskSchema.shape.failure,
    text: z.string().nullable().meta({
      description: 'What the agent wants, asks or said last, or why it failed; null where there are no words of it.',
    }),
    changes: sessionSchema.shape.latest_changes.meta({
      description: 'What the work that waits to be looked at changed last.',
    }),
  })
  .meta({ id: 'InboxItem' }) satisfies z.ZodType<InboxItem>;

export const inboxSchema = z
  .object({ position: positionSchema, items: z.array(inboxItemSchema) })
  .meta({ id: 'Inbox' });
