import { directorySchema, maxToldBytes } from '@podium/workspace';
import { z } from 'zod';

const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number);

export const workspaceQuerySchema = z.object({
  path: z.string().max(4_096).default('').meta({ description: 'Relative to the workspace; empty for the workspace.' }),
  offset: wholeNumber.default(0).meta({ description: 'First byte of a file.' }),
  limit: wholeNumber
    .pipe(z.int().min(1).max(maxToldBytes))
    .default(maxToldBytes)
    .meta({ description: 'Most bytes of a file.' }),
});

const workspaceFileSchema = z.object({
  kind: z.literal('file'),
  path: z.string(),
  size_bytes: z.int(),
  modified_at: z.string(),
  etag: z.string().meta({ description: 'Changes with the file.' }),
  offset: z.int(),
  encoding: z.enum(['utf8', 'base64']).meta({ description: 'How `content` is to be read: as text, where it is text.' }),
  content: z.string(),
  truncated: z.boolean().meta({ description: 'The file goes on behind the content.' }),
});

/** What is at a path of a workspace. */
export const workspaceViewSchema = z
  .discriminatedUnion('kind', [directorySchema, workspaceFileSchema])
  .meta({ id: 'WorkspaceEntry' });
export type WorkspaceView = z.infer<typeof workspaceViewSchema>;
