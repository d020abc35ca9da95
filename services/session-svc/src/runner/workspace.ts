import type { OpenCodeClient } from '../opencode/open-code-client.ts';

/** The pod runs, but the files that its agents are to work on are not there. */
export class WorkspaceMissingError extends Error {
  override readonly name = 'WorkspaceMissingError';
  readonly code = 'workspace_missing';

  constructor() {
    super(
      'The workspace of the project is not there any more: someone removed its folder. Bring the files back, or create the project anew.',
    );
  }
}

/** @throws WorkspaceMissingError, OpenCodeError */
export async function assertWorkspace(client: OpenCodeClient): Promise<void> {
  if (!(await client.hasWorkspace())) throw new WorkspaceMissingError();
}
