import type { SessionLimitsView } from '@podium/board';
import { z } from 'zod';

const weekMinutes = 7 * 24 * 60;

/** How much one session may take; the same in answers and in edits, where all of it is needed. */
export const sessionLimitsSchema = z
  .strictObject({
    minutes: z
      .int()
      .min(0)
      .max(weekMinutes)
      .meta({ description: 'Of work, without the time that it waits for people or for its next try.' }),
    idle_minutes: z.int().min(0).max(weekMinutes).meta({ description: 'Without any sign of progress by the agent.' }),
    steps: z.int().min(0).max(100_000).meta({ description: 'Answers of the model, those of subagents included.' }),
    tokens: z.int().min(0).max(1e12).meta({ description: 'Read and written, without those from a cache.' }),
    cost_usd: z.number().min(0).max(1_000_000),
  })
  .meta({
    id: 'SessionLimits',
    description: 'How much one session may take before it is stopped and a person is asked. 0: no limit.',
  }) satisfies z.ZodType<SessionLimitsView>;

export const gateTimeoutSchema = z
  .int()
  .min(0)
  .max(weekMinutes)
  .meta({ description: 'After how many minutes without an answer agents go on alone; 0: they wait for ever.' });
