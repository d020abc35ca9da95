import type { TurnChangesView } from '@podium/board';
import { z } from 'zod';
import { positionSchema } from './view-parts.ts';

const countSchema = z.int().min(0);

const turnChangesSchema = z
  .object({
    turn: z.int().min(1),
    prompt: z.string().meta({ description: 'What the agent was told.' }),
    ended_at: z.string().meta({ format: 'date-time' }),
    commit: z
      .object({
        hash: z.string(),
        subject: z.string().nullable().meta({ description: 'Null where HEAD came there by a checkout or the like.' }),
      })
      .nullable()
      .meta({ description: 'Where HEAD was when the turn had ended, if that was another commit than before.' }),
    files: z
      .array(
        z.object({
          path: z.string().meta({ description: 'Relative to the workspace.' }),
          status: z.enum(['added', 'modified', 'deleted']),
          additions: countSchema.meta({ description: 'Lines; 0 for a binary file.' }),
          deletions: countSchema,
          certain: z.boolean().meta({ description: 'Whether the agent did it for sure, and nobody of `others`.' }),
        }),
      )
      .meta({ description: 'By path, the first 200 at most.' }),
    total_files: countSchema,
    additions: countSchema.meta({ description: 'Of all files.' }),
    deletions: countSchema,
    changes_known: z.boolean().meta({ description: 'False where nobody could look, as in a workspace without git.' }),
    others: z.array(z.object({ session_id: z.string(), task_id: z.string(), title: z.string() })).meta({
      description: 'Sessions that were at work in the same workspace meanwhile. Unknown for turns of old versions.',
    }),
    others_known: z.boolean().meta({ description: 'False where nobody could find out who else was at work.' }),
    partial: z.boolean().meta({ description: 'A step was broken off, as by a stop: what only it changed is missing.' }),
  })
  .meta({ id: 'TurnChanges' }) satisfies z.ZodType<TurnChangesView>;

export const changesSchema = z
  .object({
    session_id: z.string(),
    turns: z.array(turnChangesSchema).meta({ description: 'Those that have ended, in order.' }),
    position: positionSchema,
  })
  .meta({ id: 'SessionChanges' });

export const patchQuerySchema = z.object({
  path: z.string().min(1).max(5_000).optional().meta({ description: 'One file; all files by default.' }),
});

export const patchSchema = z
  .object({
    turn: z.int(),
    path: z.string().nullable(),
    patch: z.string().meta({ description: 'A unified diff; empty for a binary file.' }),
    truncated: z
      .boolean()
      .meta({ description: 'Whether it ends early: 500 kB of a file and 2 MB of a turn are kept.' }),
  })
  .meta({ id: 'TurnPatch' });
