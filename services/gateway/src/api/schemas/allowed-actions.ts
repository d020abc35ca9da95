import type { AllowedActionView } from '@podium/board';
import { z } from 'zod';

/** What a project's agents are always allowed. */
export const allowedActionSchema = z
  .object({
    action: z.string().meta({ description: 'What kind of thing, for example `bash`.' }),
    pattern: z.string().meta({
      description: 'What exactly: `*` stands for anything, `?` for one character, ` *` at the end may be missing.',
    }),
    allowed_by: z.string(),
    allowed_at: z.string().meta({ format: 'date-time' }),
    task_id: z.string().meta({ description: 'The task that first needed it.' }),
    session_id: z.string(),
  })
  .meta({ id: 'AllowedAction' }) satisfies z.ZodType<AllowedActionView>;

const text = z.string().min(1).max(10_000);

export const revokeQuerySchema = z.strictObject({ action: text, pattern: text });

export const revokedSchema = z
  .object({ action: z.string(), pattern: z.string(), position: z.int() })
  .meta({ id: 'RevokedAction' });
