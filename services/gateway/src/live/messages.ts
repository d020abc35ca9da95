import { problemOf, type ProblemDetails } from '@podium/service-kit';
import { z } from 'zod';
import { idSchema } from '../api/schemas/requests.ts';

const positionSchema = z.int().min(0);

/** What clients send. */
export const subscribeSchema = z.object({ projectId: idSchema.optional(), after: positionSchema.optional() });
export const projectSchema = z.object({ projectId: idSchema.optional() });
export const outputSchema = z.object({ projectId: idSchema, sessionId: idSchema, after: positionSchema.optional() });
export const outputStopSchema = z.object({ sessionId: idSchema });

/** How a client is answered; undefined where it does not want to be. */
export type Reply<Answer> = ((answer: Answer | { error: ProblemDetails }) => void) | undefined;

/** @throws ProblemError 422 */
export function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw problemOf('validation_failed', 'The message is not valid.', undefined, { errors });
}
