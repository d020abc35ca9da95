import { z } from 'zod';

/** Whoever answers may be hostile: nothing that is told of an entry is longer than systems of ours know it. */
const nameSchema = z.string().max(1_024);
const pathSchema = z.string().max(4_096);
const timeSchema = z.string().max(64);

/** What a folder has. `link` is not followed, `other` is a socket, a pipe or a device. */
export const entrySchema = z.object({
  name: nameSchema,
  kind: z.enum(['file', 'directory', 'link', 'other']),
  /** Of a file. */
  size_bytes: z.int().nullable(),
  /** RFC 3339. */
  modified_at: timeSchema.nullable(),
});

export const directorySchema = z.object({
  kind: z.literal('directory'),
  /** Relative to the workspace, with slashes; empty for the workspace itself. */
  path: pathSchema,
  /** Folders first, each group by name. */
  entries: z.array(entrySchema),
  /** There are more entries than were listed. */
  truncated: z.boolean(),
});

export const fileSchema = z.object({
  kind: z.literal('file'),
  path: pathSchema,
  size_bytes: z.int(),
  modified_at: timeSchema,
  /** Changes with the file. */
  etag: z.string().max(256),
  /** First byte of the content. */
  offset: z.int(),
  /** Base64. Not the whole file where `offset` and its length do not reach `size_bytes`. */
  content: z.string(),
});

/** What is at a path of a workspace. */
export const workspaceEntrySchema = z.discriminatedUnion('kind', [directorySchema, fileSchema]);

export type DirectoryEntry = z.infer<typeof entrySchema>;
export type Directory = z.infer<typeof directorySchema>;
export type WorkspaceEntry = z.infer<typeof workspaceEntrySchema>;
