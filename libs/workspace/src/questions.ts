import { z } from 'zod';
import { workspaceEntrySchema, type WorkspaceEntry } from './contract.ts';

/** Subject on which pod-svc is asked what is in a project's workspace. A question changes nothing and is not kept. */
export const workspaceSubject = 'podium.ctl.pod-svc.workspace';

/** More of a file is not told in one answer: NATS takes 1 MB, and base64 makes three bytes four. */
export const maxToldBytes = 512 * 1_024;

export const workspaceQuestionSchema = z.object({
  project_id: z.string(),
  /** Relative, with slashes; empty for the workspace itself. */
  path: z.string(),
  /** First byte of a file. */
  offset: z.int().min(0).default(0),
  /** Most bytes of a file. */
  limit: z.int().min(1).max(maxToldBytes).default(maxToldBytes),
});

export const workspaceAnswerSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('found'), entry: workspaceEntrySchema }),
  /** The pod has to run for that, and does not; somebody has to ask for it. */
  z.object({ status: z.literal('asleep') }),
  /** The pod is being made ready. */
  z.object({ status: z.literal('starting') }),
  /** The message is one sentence for a person. */
  z.object({ status: z.literal('refused'), code: z.string(), message: z.string() }),
]);

export type WorkspaceQuestion = z.infer<typeof workspaceQuestionSchema>;
export type WorkspaceAnswer = z.infer<typeof workspaceAnswerSchema>;

const maxAnswerLength = 900_000;

/** As much of a folder as one answer can tell. */
export function tellable(entry: WorkspaceEntry): WorkspaceEntry {
  if (entry.kind === 'file' || JSON.stringify(entry).length <= maxAnswerLength) return entry;
  return tellable({ ...entry, entries: entry.entries.slice(0, Math.floor(entry.entries.length / 2)), truncated: true });
}
