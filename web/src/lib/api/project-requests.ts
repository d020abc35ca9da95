import type { ProjectView, TaskStatusName } from '@podium/board';
import { apiPath, callApi, type Answer } from './client.ts';
import type { Undoable } from './types.ts';

type Written<T = unknown> = Promise<Answer<T & { position?: number } & Undoable>>;

/** What can be changed of a project; what is absent stays. */
export interface ProjectEdit {
  name?: string;
  description?: string;
  max_concurrent_sessions?: number;
  /** The whole of them: columns that are absent have none. */
  wip_limits?: Partial<Record<TaskStatusName, number>>;
  /** Each 0: none. */
  session_limits?: { minutes?: number; idle_minutes?: number; steps?: number; tokens?: number; cost_usd?: number };
  /** 0: never. */
  gate_timeout_minutes?: number;
  budget?: { limit_usd?: number; limit_tokens?: number; warn_percent: number; period: 'month' } | null;
}

export function editProject(projectId: string, edit: ProjectEdit): Written<ProjectView> {
  return callApi(apiPath('projects', projectId), { method: 'PATCH', body: edit });
}

/** Keeps a way to look at the board under a name; `query` is that of its address. */
export function saveView(projectId: string, viewId: string, view: { name: string; query: string }): Written {
  return callApi(apiPath('projects', projectId, 'views', viewId), { method: 'PUT', body: view });
}

export function deleteView(projectId: string, viewId: string): Written {
  return callApi(apiPath('projects', projectId, 'views', viewId), { method: 'DELETE' });
}

export function deleteTemplate(projectId: string, templateId: string): Written {
  return callApi(apiPath('projects', projectId, 'templates', templateId), { method: 'DELETE' });
}

/** Takes back that an action is always allowed. */
export function askAgain(projectId: string, action: string, pattern: string): Written {
  const query = new URLSearchParams({ action, pattern });
  return callApi(`${apiPath('projects', projectId, 'allowed-actions')}?${query}`, { method: 'DELETE' });
}
