import type { BoardView, ProjectView, TaskView } from '@podium/board';
import { apiPath, callApi, type Answer } from './client.ts';
import type { NewProject, NewTask, ProjectList, SessionAnswer, SessionPage, SystemInfo, TaskEdit, TaskMove } from './types.ts';

const projectPath = (projectId: string, ...rest: string[]): string => apiPath('projects', projectId, ...rest);

export async function getSystem(signal: AbortSignal): Promise<SystemInfo> {
  return (await callApi<SystemInfo>('system', { signal })).value;
}

export async function getProjects(signal: AbortSignal, notBefore: number): Promise<ProjectList> {
  return (await callApi<ProjectList>('projects', { signal, notBefore })).value;
}

export async function getBoard(projectId: string, signal: AbortSignal, notBefore: number): Promise<BoardView> {
  return (await callApi<BoardView>(projectPath(projectId, 'board'), { signal, notBefore })).value;
}

export async function getSessions(
  task: { projectId: string; taskId: string },
  cursor: string | null,
  signal: AbortSignal,
): Promise<SessionPage> {
  const query = new URLSearchParams({ limit: '20', ...(cursor ? { cursor } : {}) });
  const path = projectPath(task.projectId, 'tasks', task.taskId, 'sessions');
  return (await callApi<SessionPage>(`${path}?${query}`, { signal })).value;
}

export function createProject(project: NewProject): Promise<Answer<ProjectView>> {
  return callApi('projects', { method: 'POST', body: project });
}

export function deleteProject(projectId: string): Promise<Answer<null>> {
  return callApi(projectPath(projectId), { method: 'DELETE' });
}

export function createTask(projectId: string, task: NewTask): Promise<Answer<TaskView>> {
  return callApi(projectPath(projectId, 'tasks'), { method: 'POST', body: task });
}

export function editTask(projectId: string, taskId: string, edit: TaskEdit): Promise<Answer<TaskView>> {
  return callApi(projectPath(projectId, 'tasks', taskId), { method: 'PATCH', body: edit });
}

export function moveTask(projectId: string, taskId: string, move: TaskMove): Promise<Answer<TaskView>> {
  return callApi(projectPath(projectId, 'tasks', taskId, 'move'), { method: 'PATCH', body: move });
}

export function deleteTask(projectId: string, taskId: string): Promise<Answer<null>> {
  return callApi(projectPath(projectId, 'tasks', taskId), { method: 'DELETE' });
}

export function executeTask(projectId: string, taskId: string): Promise<Answer<SessionAnswer>> {
  return callApi(projectPath(projectId, 'tasks', taskId, 'execute'), { method: 'POST', body: {} });
}

export function stopTask(projectId: string, taskId: string): Promise<Answer<SessionAnswer>> {
  return callApi(projectPath(projectId, 'tasks', taskId, 'stop'), { method: 'POST', body: {} });
}
