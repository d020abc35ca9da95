import { z } from 'zod';

/** What a permission is really about. */
export const permissionContext = {
  tool: z
    .object({
      name: z.string(),
      title: z.string().meta({ description: 'What the call does, in one line, for example `write src/app.ts`.' }),
      arguments: z
        .record(z.string(), z.unknown())
        .nullable()
        .meta({ description: 'What the tool was called with, long texts cut; null where it is too long to be kept.' }),
    })
    .nullable()
    .meta({ description: 'The call that needs it; null where the runtime named none.' }),
  command: z.string().nullable().meta({ description: 'The whole command, where it is about one.' }),
  diff: z.string().nullable().meta({ description: 'The change that an edit would make, as a unified diff.' }),
  truncated: z.boolean().meta({ description: 'Command, diff or arguments are longer than what is kept of them.' }),
  text: z.string().meta({ description: 'What it wants to do in a few words, behind "The agent wants to".' }),
};
