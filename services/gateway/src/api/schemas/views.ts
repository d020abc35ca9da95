import type {
  AttachmentView,
  BoardView,
  ChecklistItemView,
  CommentView,
  PastBoardView,
  PodView,
  ProjectSummaryView,
  ProjectView,
  SavedViewView,
  TaskTemplateView,
  TaskView,
} from '@podium/board';
import { z } from 'zod';
import { allowedActionSchema } from './allowed-actions.ts';
import { memberFields } from './members.ts';
import { gateTimeoutSchema, sessionLimitsSchema } from './limits.ts';
import { queueFields } from './budget.ts';
import { sessionSchema } from './session-view.ts';
import { failureSchema, positionSchema, taskPrioritySchema, taskStatusSchema, timeSchema } from './view-parts.ts';

/** The views of @podium/board as schemas, for the OpenAPI document; `satisfies` keeps the two in step. */

const templateSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    title: z.string(),
    description: z.string(),
    priority: taskPrioritySchema,
    labels: z.array(z.string()),
  })
  .meta({ id: 'TaskTemplate' }) satisfies z.ZodType<TaskTemplateView>;

const savedViewSchema = z
  .object({ id: z.string(), name: z.string(), query: z.string() })
  .meta({ id: 'SavedView' }) satisfies z.ZodType<SavedViewView>;

const projectFields = {
  id: z.string(),
  name: z.string(),
  description: z.string(),
  source: z.enum(['empty', 'clone', 'sample']),
  repository_url: z.string().nullable(),
  max_concurrent_sessions: z.int(),
  ...queueFields,
  session_limits: sessionLimitsSchema,
  gate_timeout_minutes: gateTimeoutSchema,
  allowed_actions: z.array(allowedActionSchema).meta({ description: 'What people always allow its agents.' }),
  wip_limits: z
    .partialRecord(taskStatusSchema, z.int())
    .meta({ description: 'How many cards columns should have at most; more are shown, not refused.' }),
  templates: z.array(templateSchema),
  saved_views: z.array(savedViewSchema),
  ...memberFields,
  created_at: timeSchema,
  updated_at: timeSchema,
  created_by: z.string(),
  position: positionSchema,
};

export const projectSchema = z.object(projectFields).meta({ id: 'Project' }) satisfies z.ZodType<ProjectView>;

export const podSchema = z
  .object({
    project_id: z.string(),
    status: z.enum(['none', 'provisioning', 'ready', 'idle', 'stopped', 'failed', 'deleted']),
    phase: z.enum(['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown']),
    generation: z.int(),
    runtime: z.string().nullable(),
    version: z.string().nullable(),
    failure: failureSchema.nullable(),
    progress: z.string().nullable(),
    updated_at: timeSchema,
    position: positionSchema,
  })
  .meta({ id: 'Pod' }) satisfies z.ZodType<PodView>;

export const projectSummarySchema = z
  .object({
    ...projectFields,
    pod: podSchema.nullable(),
    task_counts: z.record(taskStatusSchema, z.int()),
    active_sessions: z.int(),
  })
  .meta({ id: 'ProjectSummary' }) satisfies z.ZodType<ProjectSummaryView>;

const checklistItemSchema = z
  .object({ id: z.string(), text: z.string(), done: z.boolean() })
  .meta({ id: 'ChecklistItem' }) satisfies z.ZodType<ChecklistItemView>;

export const attachmentSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    content_type: z.string(),
    size_bytes: z.int(),
    added_at: timeSchema,
    added_by: z.string(),
  })
  .meta({ id: 'Attachment' }) satisfies z.ZodType<AttachmentView>;

export const commentSchema = z
  .object({
    id: z.string(),
    project_id: z.string(),
    task_id: z.string(),
    text: z.string().meta({ description: 'Markdown.' }),
    mentions: z.array(z.string()).meta({ description: 'Names that are mentioned in it, without `@`.' }),
    author: z.string(),
    created_at: timeSchema,
    edited_at: timeSchema.nullable(),
    position: positionSchema,
  })
  .meta({ id: 'Comment' }) satisfies z.ZodType<CommentView>;

export const taskSchema = z
  .object({
    id: z.string(),
    project_id: z.string(),
    title: z.string(),
    description: z.string(),
    priority: taskPrioritySchema,
    status: taskStatusSchema,
    rank: z.string().meta({ description: 'Order within the column: compare byte by byte, then by id.' }),
    labels: z.array(z.string()),
    assignee: z.string().nullable().meta({ description: 'As an actor: `user:<id>`.' }),
    due_on: z.string().nullable().meta({ format: 'date' }),
    auto_start: z.boolean().meta({ description: 'Executed by itself once everything that it waits for is done.' }),
    checklist: z.array(checklistItemSchema),
    depends_on: z.array(z.string()).meta({ description: 'Tasks that it waits for. Deleted ones hold nothing up.' }),
    attachments: z.array(attachmentSchema),
    comment_count: z.int(),
    archived_at: timeSchema.nullable(),
    active_session_id: z.string().nullable(),
    latest_session_id: z.string().nullable(),
    failure: failureSchema.nullable(),
    status_since: timeSchema,
    created_at: timeSchema,
    updated_at: timeSchema,
    created_by: z.string(),
    version: z.int().meta({ description: 'Send it back as `seen_version` of an edit.' }),
    position: positionSchema,
  })
  .meta({ id: 'Task' }) satisfies z.ZodType<TaskView>;

const momentFields = {
  position: z.int().meta({ description: "Position of the project's last fact until then." }),
  time: timeSchema,
};

export const momentSchema = z.object(momentFields).meta({ id: 'Moment' });

export const boardSchema = z
  .object({
    position: positionSchema,
    project: projectSchema,
    pod: podSchema.nullable(),
    tasks: z.array(taskSchema),
    sessions: z.array(sessionSchema).meta({ description: 'The newest session of each task, and every active one.' }),
    at: z
      .object({
        ...momentFields,
        previous_position: z.int().nullable(),
        next_position: z.int().nullable(),
      })
      .optional()
      .meta({ description: 'Only of past boards: the place in history, and where it stepped before and after.' }),
  })
  .meta({ id: 'Board' }) satisfies z.ZodType<BoardView | PastBoardView>;

export const factSchema = z
  .looseObject({
    id: z.string(),
    source: z.string(),
    type: z.string().meta({ example: 'podium.task.v1.TaskCreated' }),
    subject: z.string().meta({ description: '`<project>/<context>/<aggregate>`' }),
    time: timeSchema,
    data: z.looseObject({}),
    correlationid: z.string(),
    causationid: z.string(),
    actor: z.string(),
    version: z.int(),
    position: positionSchema,
  })
  .meta({ id: 'Fact', description: 'A CloudEvents 1.0 event with its position in the log.' });

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    code: z.string().meta({ description: 'Stable, snake_case.' }),
    instance: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details.' });
