import { existsSync } from 'node:fs';
import { Workspace, type WorkspaceEntry } from '@podium/workspace';
import { RuntimeError, type WorkspacePart } from '../runtime.ts';
import type { PodFolder } from './pod-folder.ts';

/**
 * Looks itself and asks no agent: what one could keep from the others here, they read anyway as the same user.
 * @throws RuntimeError `pod_not_running` before the first start; WorkspaceError
 */
export async function lookInto(
  { workspace }: PodFolder,
  { path, ...part }: WorkspacePart,
  searchPath: string,
): Promise<WorkspaceEntry> {
  if (!existsSync(workspace)) throw new RuntimeError('pod_not_running', 'The project has no workspace yet.', true);
  return new Workspace(workspace, searchPath).look(path, part);
}
