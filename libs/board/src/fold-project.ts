import type { RecordedFact } from '@podium/proto';
import { boardSettingsChange, noBoardSettings, wipLimitsChange } from './fold-project-board.ts';
import { certainMembers, foundingMembers, membersChange } from './fold-members.ts';
import { permissionsChange } from './fold-permissions.ts';
import { limitsChange, noLimitSettings } from './fold-limits.ts';
import { workspaceSourceName } from './names.ts';
import { budgetView, queueChange } from './queue-fold.ts';
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
        ...noBoardSettings,
        ...noLimitSettings,
        ...foundingMembers(fact),
        allowed_actions: [],
        queue_paused: false,
        queue_pause_reason: null,
        budget: null,
        budget_status: null,
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
          ...wipLimitsChange(fact.data),
          ...limitsChange(fact.data),
          ...(fact.data.budget ? { budget: budgetView(fact.data.budget) } : {}),
          updated_at: fact.time,
          position: fact.position,
        }
      );
    case 'podium.project.v1.ProjectDeleted':
      return null;
    default: {
      const settings = project && (boardSettingsChange(project, fact) ?? membersChange(project, fact));
      if (settings) return { ...project, ...settings, updated_at: fact.time, position: fact.position };
      const change =
        project && (queueChange(fact) ?? permissionsChange(project, fact) ?? certainMembers(project, project.id, fact));
      return project && change ? { ...project, ...change, position: fact.position } : project;
    }
  }
}
