import { baseConfigSchema } from '@podium/service-kit';
import { z } from 'zod';

/** What session-svc reads from its environment. */
export const sessionConfigSchema = baseConfigSchema.extend({
  /** How many sessions hold a slot at once, all projects together. */
  PODIUM_MAX_SESSIONS: z.coerce.number().int().min(1).max(10_000).default(20),
  /** How often what the log says of sessions is compared with what is at work. */
  PODIUM_RECONCILE_SECONDS: z.coerce.number().positive().max(3_600).default(60),
  /** How long each minute of projects' limits and gates lasts. For tests, which can't wait for minutes. */
  PODIUM_MINUTE_SECONDS: z.coerce.number().positive().max(60).default(60),
  /** How long to wait before each further try of a session that failed in a way that may pass; `none`: no further try. */
  PODIUM_RETRY_SECONDS: z
    .string()
    .default('10,40,160')
    .transform((list) => (list === 'none' ? [] : list.split(',').map(secondsOf)))
    .pipe(z.array(z.number().min(0).max(86_400)).max(10)),
});

export type SessionConfig = z.infer<typeof sessionConfigSchema>;

/** NaN where it is no number, which the schema then refuses. */
function secondsOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
