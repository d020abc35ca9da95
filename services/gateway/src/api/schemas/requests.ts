import { z } from 'zod';
import { gateTimeoutSchema, sessionLimitsSchema } from './limits.ts';
import { setBudgetSchema } from './budget.ts';
import { sessionStatusSchema } from './session-view.ts';
import { taskStatusSchema } from './view-parts.ts';

/** Limits of what people write: DESIGN's section on the door. */
export const textSchema = z
  .string()
  // Neither JSON in the log nor PostgreSQL gives these back as they were.
  .regex(/^[^\0\p{Surrogate}]*$/u, 'must not contain NUL or half of a surrogate pair');
export const nameSchema = textSchema.trim().min(1).max(100);
export const descriptionSchema = textSchema.max(10_000);
const promptSchema = textSchema.max(50_000);
/** A prompt that has to say something. */
export const promptTextSchema = promptSchema.trim().min(1);

const repositoryUrlSchema = z
  .string()
  .max(2_000)
  .regex(/^(https:\/\/|ssh:\/\/|git@)\S+$/, 'must begin with https://, ssh:// or git@');

export const atLeastOne = (body: object): boolean => Object.values(body).some((value) => value !== undefined);
export const nothingToChange = 'at least one property is needed';

export const idSchema = z.string().regex(/^[a-z0-9-]{1,64}$/);

export const createProjectSchema = z
  .strictObject({
    name: nameSchema,
    description: descriptionSchema.default(''),
    source: z.enum(['empty', 'clone', 'sample']).optional(),
    repository_url: repositoryUrlSchema.optional(),
  })
  .transform((body) => ({ ...body, source: body.source ?? (body.repository_url ? 'clone' : 'empty') }))
  .refine((body) => body.source !== 'clone' || body.repository_url !== undefined, {
    path: ['repository_url'],
    error: 'is needed to clone a repository',
  })
  .refine((body) => body.source === 'clone' || body.repository_url === undefined, {
    path: ['repository_url'],
    error: 'is only used with the source "clone"',
  });

const wipLimitsSchema = z
  .partialRecord(taskStatusSchema, z.int().min(1).max(999))
  .meta({ description: 'All limits: a column that is left out has none.' });

export const editProjectSchema = z
  .strictObject({
    name: nameSchema.optional(),
    description: descriptionSchema.optional(),
    max_concurrent_sessions: z.int().min(1).max(10).optional(),
    session_limits: sessionLimitsSchema.optional(),
    gate_timeout_minutes: gateTimeoutSchema.optional(),
    wip_limits: wipLimitsSchema.optional(),
    budget: setBudgetSchema.optional(),
  })
  .refine(atLeastOne, nothingToChange);

export const chosenModelSchema = z.strictObject({
  provider_id: z.string().min(1).max(200),
  model_id: z.string().min(1).max(200),
});

export const executeTaskSchema = z.strictObject({
  prompt: promptSchema.optional().meta({ description: 'Instead of title and description.' }),
  model: chosenModelSchema.optional().meta({ description: 'The model to answer; the default of the project.' }),
  continues_session_id: idSchema
    .optional()
    .meta({ description: 'Go on with this session, which has ended; the task may then be in review or done too.' }),
});

const permissionAnswerSchema = z.strictObject({
  answer: z.enum(['once', 'always', 'reject']),
  feedback: textSchema
    .max(10_000)
    .optional()
    .meta({ description: 'With `reject`: what the agent should do instead. Without it a refusal ends the run.' }),
});

const questionAnswersSchema = z.strictObject({
  answers: z
    .array(z.array(textSchema.max(10_000)).min(1))
    .min(1)
    .meta({ description: 'For each question, in their order: labels of options, or own words.' }),
});

export const answerGateSchema = z.union([permissionAnswerSchema, questionAnswersSchema]);

export const answeredGateSchema = z
  .object({ session_id: z.string(), gate_id: z.string(), position: z.int() })
  .meta({ id: 'AnsweredGate' });

export const executionSchema = z
  .object({ session_id: z.string(), status: sessionStatusSchema, position: z.int() })
  .meta({ id: 'Execution' });

const cursorSchema = z.string().max(500);
export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: cursorSchema.optional(),
});

/** A position in a query or a header: a whole number, not negative. */
export const positionParameterSchema = z.coerce.number().int().min(0);
export const freshnessQuerySchema = z.object({ position: positionParameterSchema.optional() });
