import type { WorkspaceSourceName } from '@podium/board';
import { Store } from '../../lib/store.ts';

/** The choice that the dialog for a new project opens with; null while it is closed. */
export const newProjectSource = new Store<WorkspaceSourceName | null>(null);

export function openCreateProject(source: WorkspaceSourceName = 'sample'): void {
  newProjectSource.set(source);
}
