import type { PromptView } from '@podium/board';
import { z } from 'zod';

const timeSchema = z.string().meta({ format: 'date-time' });

export const promptSchema = z
  .object({
    id: z.string(),
    text: z.string(),
    model: z.object({ provider_id: z.string(), model_id: z.string() }).nullable(),
    agent: z.string().nullable(),
    attachments: z.array(z.object({ id: z.string(), name: z.string(), content_type: z.string(), size_bytes: z.int() })),
    interrupt: z.boolean().meta({ description: 'It is being sent and can’t be changed any more.' }),
    added_by: z.string(),
    added_at: timeSchema,
    edited_at: timeSchema.nullable(),
  })
  .meta({ id: 'Prompt' }) satisfies z.ZodType<PromptView>;

/** The part of a session's view that is its conversation. */
export const conversationFields = {
  continues_session_id: z.string().nullable(),
  forked_from_message_id: z.string().nullable(),
  prompts: z.array(promptSchema).meta({ description: 'What was not sent (yet), in the order of sending.' }),
  turns: z.int().meta({ description: 'Number of prompts that were sent.' }),
  reverted_to: z.string().nullable(),
};
