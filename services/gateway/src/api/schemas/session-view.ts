import type { ChangeCountsView, GateView, RetryView, SessionView } from '@podium/board';
import { z } from 'zod';
import { permissionContext } from './permission-context.ts';
import { conversationFields } from './prompt-view.ts';
import { failureSchema, positionSchema, taskPrioritySchema, timeSchema } from './view-parts.ts';

export const sessionStatusSchema = z.enum([
  'queued',
  'pending',
  'running',
  'waiting',
  'stopping',
  'retrying',
  'completed',
  'failed',
  'cancelled',
]);

const gateFields = { id: z.string(), asked_at: timeSchema };

const gateSchema = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('permission'),
      ...gateFields,
      action: z.string(),
      patterns: z.array(z.string()),
      always: z.array(z.string()),
      ...permissionContext,
    }),
    z.object({
      kind: z.literal('question'),
      ...gateFields,
      questions: z.array(
        z.object({
          header: z.string(),
          text: z.string(),
          options: z.array(z.object({ label: z.string(), description: z.string() })),
          multiple: z.boolean(),
          custom: z.boolean(),
        }),
      ),
    }),
  ])
  .meta({ id: 'Gate' }) satisfies z.ZodType<GateView>;

const retrySchema = z
  .object({
    attempt: z.int().meta({ description: 'Number of the next try; the session’s own is 1.' }),
    max_attempts: z.int(),
    due_at: timeSchema,
    reason: z.string(),
    message: z.string(),
  })
  .meta({ id: 'Retry' }) satisfies z.ZodType<RetryView>;

const changeCountsSchema = z
  .object({
    files: z.int(),
    additions: z.int(),
    deletions: z.int(),
    shared: z.boolean().meta({ description: 'Others worked in the workspace meanwhile: some of it may be theirs.' }),
  })
  .meta({ id: 'ChangeCounts' }) satisfies z.ZodType<ChangeCountsView>;

export const sessionSchema = z
  .object({
    id: z.string(),
    project_id: z.string(),
    task_id: z.string(),
    phase: z.enum(['planning', 'implementation', 'review', 'fix']),
    status: sessionStatusSchema,
    attempt: z.int(),
    title: z.string(),
    prompt: z.string(),
    model: z
      .object({ provider_id: z.string(), model_id: z.string(), label: z.string(), scripted: z.boolean() })
      .nullable(),
    requested_by: z.string(),
    priority: taskPrioritySchema,
    expedited_position: z
      .int()
      .nullable()
      .meta({ description: 'Position in the log of the wish that it be the next of its project.' }),
    queued_at: timeSchema,
    started_at: timeSchema.nullable(),
    ended_at: timeSchema.nullable(),
    duration_ms: z.int().nullable(),
    stop_reason: z.string().nullable().meta({ description: '`stopped`, `project_deleted`, `budget_exceeded`.' }),
    preview: z.string().nullable(),
    latest_changes: changeCountsSchema.nullable().meta({ description: 'What the turn that ended last changed.' }),
    failure: failureSchema.nullable(),
    retry: retrySchema.nullable().meta({ description: 'What a session waits for whose status is `retrying`.' }),
    usage: z
      .object({ input_tokens: z.int(), output_tokens: z.int(), cached_tokens: z.int(), cost_usd: z.number() })
      .nullable(),
    gates: z.array(gateSchema).meta({ description: 'What waits for a person now, oldest first.' }),
    output_chunks: z.int().nullable(),
    ...conversationFields,
    position: positionSchema,
  })
  .meta({ id: 'Session' }) satisfies z.ZodType<SessionView>;
