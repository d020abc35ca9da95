import type { RecordedFact } from '@podium/proto';
import { workspaceSourceName } from './names.ts';
import type { ProjectView } from './views.ts';

/** Folds one fact into a project; null where there is none (yet, or any more). */
export function foldProject(project: ProjectView | null, fact: RecordedFact): ProjectView | null {
  switch (fact.type) {
    case 'podium.project.v1.ProjectCreated':
      return {
        id: fact.data.projectId,
        name: fact.data.name,
        description: fact.data.description,
        source: workspaceSourceName(fact.data.source),
        repository_url: fact.data.repositoryUrl ?? null,
        max_concurrent_sessions: fact.data.maxConcurrentSessions,
        created_at: fact.time,
        updated_at: fact.time,
        created_by: fact.actor,
        position: fact.position,
      };
    case 'podium.project.v1.ProjectEdited':
      return (
        project && {
          ...project,
          name: fact.data.name ?? project.name,
          description: fact.data.description ?? project.description,
          max_concurrent_sessions: fact.data.maxConcurrentSessions ?? project.max_concurrent_sessions,
          updated_at: fact.time,
          position: fact.position,
        }
      );
    case 'podium.project.v1.ProjectDeleted':
      return null;
    default:
      return project;
  }
}
