import type { ActivityItem, CatalogueView } from '@podium/board';
import { z } from 'zod';
import { promptSchema } from './prompt-view.ts';
import { chosenModelSchema, idSchema, promptTextSchema } from './requests.ts';
import { sessionStatusSchema } from './session-view.ts';
import { positionSchema } from './view-parts.ts';

const timeSchema = z.string().meta({ format: 'date-time' });
const numberSchema = z.int().min(0);

const agentSchema = z.string().min(1).max(100);
const messageIdSchema = z.string().regex(/^msg_[0-9A-Za-z]{1,60}$/);
const attachmentIdsSchema = z.array(idSchema).max(10).meta({ description: 'Ids of attachments of the project.' });

export const addPromptSchema = z
  .strictObject({
    text: promptTextSchema,
    model: chosenModelSchema.optional().meta({ description: 'The model to answer; the default of the project.' }),
    agent: agentSchema.optional().meta({ description: 'The agent to answer; `build` by default.' }),
    attachments: attachmentIdsSchema.optional(),
    interrupt: z.boolean().default(false).meta({ description: 'Break off the turn that runs and send this next.' }),
    continues_session_id: idSchema.optional().meta({
      description: 'The session to go on with; the newest by default. Only while no agent works on the task.',
    }),
    fork_message_id: messageIdSchema
      .optional()
      .meta({ description: 'Go on beside that session, in a copy of its conversation up to this message.' }),
  })
  .refine(({ interrupt, fork_message_id: fork }) => !(interrupt && fork !== undefined), {
    path: ['fork_message_id'],
    error: 'can not be used with interrupt',
  });

export const editPromptSchema = z
  .strictObject({
    text: promptTextSchema.optional(),
    model: chosenModelSchema.nullable().optional().meta({ description: 'Null: the default of the project.' }),
    agent: agentSchema.nullable().optional().meta({ description: 'Null: `build`.' }),
    attachments: attachmentIdsSchema.optional(),
    position: z.int().min(0).optional().meta({ description: 'Place among the prompts that wait, from 0.' }),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), 'at least one property is needed');

const othersWorkSchema = z.boolean().default(false).meta({
  description:
    'Also where it undoes what others did in the same workspace since. Otherwise 409 `others_work` names them.',
});

export const revertSchema = z.strictObject({ message_id: messageIdSchema, with_others_work: othersWorkSchema });

export const unrevertSchema = z.strictObject({ with_others_work: othersWorkSchema });

export const sentPromptSchema = z
  .object({
    session_id: z.string(),
    prompt_id: z.string().nullable().meta({ description: 'Null where a new session begins with the prompt.' }),
    status: sessionStatusSchema,
    position: positionSchema,
  })
  .meta({ id: 'SentPrompt' });

export const promptsSchema = z
  .object({ session_id: z.string(), prompts: z.array(promptSchema), turns: z.int(), position: positionSchema })
  .meta({ id: 'Prompts' });

export const revertedSchema = z
  .object({ session_id: z.string(), reverted_to: z.string().nullable(), position: positionSchema })
  .meta({ id: 'Reverted' });

const offeredSchema = z.object({ name: z.string(), description: z.string() });

export const catalogueSchema = z
  .object({
    project_id: z.string(),
    models: z.array(
      z.object({
        provider_id: z.string(),
        model_id: z.string(),
        label: z.string(),
        scripted: z.boolean(),
        is_default: z.boolean(),
        reads_images: z.boolean(),
      }),
    ),
    agents: z.array(offeredSchema),
    commands: z.array(offeredSchema),
    position: positionSchema,
  })
  .meta({ id: 'Catalogue' }) satisfies z.ZodType<CatalogueView>;

const activityItemSchema = z
  .object({
    id: z.string(),
    number: z.int().meta({ description: 'Its place: the number of its first chunk of output.' }),
    last_number: z.int(),
    time: timeSchema,
    kind: z.enum(['prompt', 'message', 'reasoning', 'tool', 'todo', 'step', 'files', 'status', 'error', 'done']),
    text: z.string(),
    tool: z
      .object({
        name: z.string(),
        call_id: z.string().nullable(),
        title: z.string(),
        arguments: z.record(z.string(), z.unknown()).nullable(),
        result: z.string(),
        status: z.enum(['running', 'completed', 'failed']),
        exit_code: z.int().nullable(),
        duration_ms: z.int().nullable(),
      })
      .optional(),
    todos: z
      .array(
        z.object({
          text: z.string(),
          status: z.enum(['pending', 'in_progress', 'completed', 'cancelled']),
          priority: z.string(),
        }),
      )
      .optional(),
    usage: z
      .object({ input_tokens: z.int(), output_tokens: z.int(), cached_tokens: z.int(), cost_usd: z.number() })
      .optional(),
    files: z.array(z.string()).optional(),
    own_files: z
      .array(z.string())
      .optional()
      .meta({ description: 'Of the files those that the agent’s own tools wrote.' }),
    others: z
      .array(z.string())
      .nullable()
      .optional()
      .meta({ description: 'Titles of tasks that were worked on in the same workspace meanwhile; null: not known.' }),
    prompt: z
      .object({
        prompt_id: z.string().nullable(),
        turn: z.int(),
        requested_by: z.string(),
        model: z.object({ provider_id: z.string(), model_id: z.string() }).optional(),
        agent: z.string().optional(),
        attachments: z.array(
          z.object({ id: z.string(), name: z.string(), content_type: z.string(), size_bytes: z.int() }),
        ),
      })
      .optional(),
    message_id: z.string().optional(),
    subagent: z.string().optional(),
  })
  .meta({ id: 'ActivityItem' }) satisfies z.ZodType<ActivityItem>;

export const activitySchema = z
  .object({
    session_id: z.string(),
    project_id: z.string(),
    items: z.array(activityItemSchema).meta({ description: 'Oldest first.' }),
    next_cursor: z.int().nullable().meta({ description: 'As `after`: the items behind these; null at the end.' }),
    previous_cursor: z
      .int()
      .nullable()
      .meta({ description: 'As `before`: the items before these; null at the start.' }),
    total_count: z.int(),
    sequence: z.int().meta({ description: 'Follow the live output after this to go on without a gap.' }),
    live: z.boolean().meta({ description: 'Whether more may come.' }),
  })
  .meta({ id: 'Activity' });

export const activityQuerySchema = z.object({
  after: z.coerce.number().pipe(numberSchema).optional().meta({ description: 'Items behind this number.' }),
  before: z.coerce.number().pipe(numberSchema).optional().meta({ description: 'The last items before this number.' }),
  tail: z.enum(['true', 'false']).default('false').meta({ description: 'The newest items.' }),
  limit: z.coerce.number().pipe(z.int().min(1).max(500)).default(100),
});

export const fileQuerySchema = z.object({
  query: z.string().max(500).default(''),
  limit: z.coerce.number().pipe(z.int().min(1).max(200)).default(50),
});

export const filesSchema = z
  .object({
    files: z.array(z.string()).meta({ description: 'Relative to the workspace, best match first.' }),
    listed_at: timeSchema.nullable().meta({ description: 'When the workspace was last looked at; null: never.' }),
  })
  .meta({ id: 'WorkspaceFiles' });
