import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PodiumStack } from '@podium/stack-driver';

/** What an agent does until it is let go: what happens meanwhile may take as long as a busy machine needs. */
export const holdOn = 'run `until [ -e go ]; do sleep 0.1; done`';

/** Lets all agents of a project go on that were told to hold on. */
export function letGo(stack: PodiumStack, projectId: string): void {
  writeFileSync(join(stack.workspace(projectId), 'go'), '');
}
