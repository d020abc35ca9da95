import { z } from 'zod';

/** What a folder has. `link` is not followed, `other` is a socket, a pipe or a device. */
export const entrySchema = z.object({
  name: z.string(),
  kind: z.enum(['file', 'directory', 'link', 'other']),
  /** Of a file. */
  size_bytes: z.int().nullable(),
  /** RFC 3339. */
  modified_at: z.string().nullable(),
});

export const directorySchema = z.object({
  kind: z.literal('directory'),
  /** Relative to the workspace, with slashes; empty for the workspace itself. */
  path: z.string(),
  /** Folders first, each group by name. */
  entries: z.array(entrySchema),
  /** There are more entries than were listed. */
  truncated: z.boolean(),
});

export const fileSchema = z.object({
  kind: z.literal('file'),
  path: z.string(),
  size_bytes: z.int(),
  modified_at: z.string(),
  /** Changes with the file. */
  etag: z.string(),
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
