import { taskPriorityNames, taskStatusNames, type FailureView } from '@podium/board';
import { z } from 'zod';

/** What views of several kinds have. */

export const positionSchema = z
  .int()
  .min(0)
  .meta({ description: 'Position in the log that the answer is no older than.' });
export const timeSchema = z.string().meta({ format: 'date-time' });

export const taskStatusSchema = z.enum(taskStatusNames);
export const taskPrioritySchema = z.enum(taskPriorityNames);

export const failureSchema = z
  .object({ code: z.string(), message: z.string(), retryable: z.boolean() })
  .meta({ id: 'Failure' }) satisfies z.ZodType<FailureView>;
