import { z } from 'zod';
import { isRank } from '../../requests/places.ts';
import { atLeastOne, descriptionSchema, idSchema, nothingToChange, pageQuerySchema, textSchema } from './requests.ts';
import { taskPrioritySchema, taskStatusSchema } from './view-parts.ts';
import { commentSchema, projectSchema, taskSchema } from './views.ts';

const titleSchema = textSchema.trim().min(1).max(200);

export const labelsSchema = z
  .array(textSchema.trim().min(1).max(50))
  .max(20)
  .meta({ description: 'All labels. The same label in another case is the same label.' });

const assigneeSchema = z
  .string()
  .regex(/^user:[\x21-\x7e]{1,100}$/, 'must be user:<id>')
  .nullable()
  .meta({ description: 'As an actor: `user:<id>`; null for nobody.' });

/** A day that the calendar has: zod knows how long months are. */
const dueDateSchema = z.iso.date('must be a day of the calendar: YYYY-MM-DD').nullable();

const checklistTextSchema = textSchema.trim().min(1).max(500);

const checklistSchema = z
  .array(
    z.strictObject({
      id: idSchema.optional().meta({ description: 'Made up for a new item.' }),
      text: checklistTextSchema,
      done: z.boolean().default(false),
    }),
  )
  .max(100)
  .refine((items) => isDistinct(items.flatMap(({ id }) => id ?? [])), 'two items must not have the same id')
  .meta({ description: 'All items. To tick one off, change that item alone: nobody else’s tick is lost then.' });

const propertyShape = {
  labels: labelsSchema.optional(),
  assignee: assigneeSchema.optional(),
  due_on: dueDateSchema.optional(),
  auto_start: z
    .boolean()
    .optional()
    .meta({ description: 'Execute it by itself as soon as everything that it waits for is done.' }),
  checklist: checklistSchema.optional(),
};

export type PropertiesBody = z.infer<z.ZodObject<typeof propertyShape>>;

export const createTaskSchema = z
  .strictObject({
    title: titleSchema.optional(),
    description: descriptionSchema.optional(),
    priority: taskPrioritySchema.optional().meta({ description: 'MEDIUM by default.' }),
    ...propertyShape,
    template_id: idSchema.optional().meta({ description: 'What the body leaves out comes from this template.' }),
  })
  .refine(({ title, template_id }) => title !== undefined || template_id !== undefined, {
    path: ['title'],
    error: 'is needed, unless a template has one',
  });

const editShape = {
  title: titleSchema.optional(),
  description: descriptionSchema.optional(),
  priority: taskPrioritySchema.optional(),
  ...propertyShape,
};

export const editTaskSchema = z
  .strictObject({
    ...editShape,
    seen_version: z.int().min(0).optional().meta({
      description:
        "The task's `version` that you saw. A newer edit of the same properties is a conflict; of others it is none.",
    }),
    expected: z
      .strictObject(editShape)
      .optional()
      .meta({ description: 'What you take the task to be: it is a conflict where a property is another one.' }),
  })
  .refine(({ seen_version: _, expected: __, ...properties }) => atLeastOne(properties), nothingToChange);

const itemPlaceSchema = idSchema
  .nullable()
  .meta({ description: 'Directly behind this step; null: first. Behind all others where that step is gone.' });

const seenTextSchema = z
  .string()
  .max(500)
  .optional()
  .meta({ description: 'The text that you saw: it is a conflict where somebody has changed it since.' });

export const editChecklistItemSchema = z
  .strictObject({
    text: checklistTextSchema.optional(),
    done: z.boolean().optional(),
    after_id: itemPlaceSchema.optional(),
    seen_text: seenTextSchema,
  })
  .refine(({ seen_text: _, ...changes }) => atLeastOne(changes), nothingToChange);

export const putChecklistItemSchema = z.strictObject({
  text: checklistTextSchema,
  done: z.boolean().optional(),
  after_id: itemPlaceSchema.optional(),
});

export const removeChecklistItemSchema = z.strictObject({ seen_text: seenTextSchema });

export const moveTaskSchema = z
  .strictObject({
    status: taskStatusSchema,
    after_id: idSchema
      .nullable()
      .optional()
      .meta({ description: 'Directly behind this card; null: first. The surest way, whatever others move meanwhile.' }),
    position: z.int().min(0).optional().meta({
      description:
        'Index in the target column, counted without the card itself; the end by default. With `after_id`: where that card is not there any more.',
    }),
    rank: z
      .string()
      .refine(isRank, 'is not one that a card had')
      .optional()
      .meta({ description: 'A rank that the card had: takes a move back.' }),
  })
  .refine(({ rank, after_id, position }) => rank === undefined || (after_id === undefined && position === undefined), {
    path: ['rank'],
    error: 'goes without after_id and position',
  });

/** One value, or several: `?label=a&label=b`. */
function several<Item extends z.ZodType>(item: Item) {
  return z
    .union([z.array(item).max(50), item.transform((value) => [value])])
    .optional()
    .meta({ description: 'May be repeated: any of them.' });
}

const flagSchema = z.enum(['true', 'false']).transform((value) => value === 'true');

export const taskPageQuerySchema = pageQuerySchema.extend({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  text: textSchema.trim().min(1).max(200).optional().meta({ description: 'In title or description, in any case.' }),
  status: several(taskStatusSchema),
  priority: several(taskPrioritySchema),
  label: several(textSchema.trim().min(1).max(50)),
  assignee: z
    .union([z.literal('none'), z.string().regex(/^user:[\x21-\x7e]{1,100}$/)])
    .optional()
    .meta({ description: '`user:<id>`, or `none`.' }),
  has_failure: flagSchema.optional(),
  waits_for_me: flagSchema.optional().meta({
    description:
      'A question or permission, a plan or a change to look at, or a failure; not where another is assigned.',
  }),
  archived: z.enum(['true', 'false', 'all']).default('false'),
});

export type TaskFilters = z.infer<typeof taskPageQuerySchema>;

/** The way back, as every answer to a change has it. */
export const undoSchema = z
  .object({
    method: z.enum(['POST', 'PATCH', 'PUT', 'DELETE']),
    path: z.string(),
    body: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'Undo', description: 'A request that takes back what was done; send it as it is.' });

const undoShape = { undo: undoSchema.nullable() };
export const changedTaskSchema = taskSchema.extend(undoShape).meta({ id: 'ChangedTask' });
export const changedCommentSchema = commentSchema.extend(undoShape).meta({ id: 'ChangedComment' });
export const changedProjectSchema = projectSchema.extend(undoShape).meta({ id: 'ChangedProject' });

export const dependencySchema = z.strictObject({ task_id: idSchema.meta({ description: 'The task to wait for.' }) });

export const commentTextSchema = z.strictObject({
  text: textSchema.trim().min(1).max(10_000).meta({ description: 'Markdown. `@name` mentions someone.' }),
});

export const attachSchema = z.strictObject({ attachment_id: idSchema });
export const uploadQuerySchema = z.object({ name: textSchema.trim().min(1).max(500) });

const taskIdsSchema = z
  .array(idSchema)
  .min(1)
  .max(200)
  .transform((ids) => [...new Set(ids)]);

export const bulkSchema = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('move'),
    task_ids: taskIdsSchema,
    status: taskStatusSchema,
    after_id: idSchema.nullable().optional().meta({
      description:
        'In their order directly behind this card; null: first; absent, or where it is not there any more: at the end.',
    }),
  }),
  z.strictObject({ action: z.enum(['archive', 'unarchive', 'delete', 'restore']), task_ids: taskIdsSchema }),
  z
    .strictObject({
      action: z.literal('label'),
      task_ids: taskIdsSchema,
      add_labels: labelsSchema.optional(),
      remove_labels: labelsSchema.optional(),
    })
    .refine(({ add_labels, remove_labels }) => atLeastOne({ add_labels, remove_labels }), nothingToChange),
  z.strictObject({ action: z.literal('priority'), task_ids: taskIdsSchema, priority: taskPrioritySchema }),
]);

export type BulkBody = z.infer<typeof bulkSchema>;

export const templateBodySchema = z.strictObject({
  name: textSchema.trim().min(1).max(100),
  title: textSchema.trim().max(200).default(''),
  description: descriptionSchema.default(''),
  priority: taskPrioritySchema.default('MEDIUM'),
  labels: labelsSchema.default([]),
});

export const savedViewBodySchema = z.strictObject({
  name: textSchema.trim().min(1).max(100),
  query: textSchema.max(2_000).default(''),
});

function isDistinct(ids: readonly string[]): boolean {
  return new Set(ids).size === ids.length;
}
