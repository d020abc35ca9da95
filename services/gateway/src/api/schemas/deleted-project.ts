import { z } from 'zod';
import { positionSchema } from './view-parts.ts';

/** What the deletion of a project takes away for good. */
const removed = ['board', 'sessions', 'pod', 'workspace', 'output', 'archives', 'attachments', 'patches'] as const;

export const deletedProjectSchema = z
  .object({
    project_id: z.string(),
    position: positionSchema,
    removed: z.array(z.enum(removed)),
    remains: z.string(),
  })
  .meta({ id: 'DeletedProject' });

export type DeletedProject = z.infer<typeof deletedProjectSchema>;

/** The answer to a deletion: processes take away what it names within seconds, whatever dies meanwhile. */
export function deletedProject(projectId: string, position: number): DeletedProject {
  return {
    project_id: projectId,
    position,
    removed: [...removed],
    remains:
      `The facts about the project stay in the log for ever, with the titles, descriptions and prompts that people ` +
      `wrote: "podium events search ${projectId}" lists them. Requests and refusals stay for 30 days.`,
  };
}
