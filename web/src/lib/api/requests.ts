import type {
  BoardView,
  ChosenModelView,
  PastBoardView,
  ProjectView,
  SessionView,
  StoryView,
  TaskView,
  TimelineView,
} from '@podium/board';
import { apiPath, callApi, type Answer } from './client.ts';
import { ProblemError, problemOf } from './problem.ts';
import type {
  GateAnswer,
  NewProject,
  NewTask,
  ProjectList,
  SessionAnswer,
  SessionPage,
  SystemInfo,
  TaskPage,
  TaskEdit,
  TaskMove,
  Undoable,
  UndoStep,
} from './types.ts';

const projectPath = (projectId: string, ...rest: string[]): string => apiPath('projects', projectId, ...rest);

export function getSystem(signal: AbortSignal): Promise<SystemInfo> {
  return read('system', signal);
}

export function getProjects(signal: AbortSignal, notBefore: number): Promise<ProjectList> {
  return read('projects', signal, notBefore);
}

export function getBoard(projectId: string, signal: AbortSignal, notBefore: number): Promise<BoardView> {
  return read(projectPath(projectId, 'board'), signal, notBefore);
}

/** All archived tasks of a project. */
export async function getArchivedTasks(projectId: string, signal: AbortSignal, notBefore: number): Promise<TaskView[]> {
  const tasks: TaskView[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ archived: 'true', limit: '500', ...(cursor ? { cursor } : {}) });
    const path = `${projectPath(projectId, 'tasks')}?${query}`;
    const page: TaskPage = await read(path, signal, notBefore);
    tasks.push(...page.tasks);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return tasks;
}

/** The board as it was at a position or at a time (RFC 3339). */
export function getBoardAt(projectId: string, at: number | string, signal?: AbortSignal): Promise<PastBoardView> {
  return read(`${projectPath(projectId, 'board')}?${new URLSearchParams({ at: String(at) })}`, signal);
}

export function getTimeline(
  projectId: string,
  cursor: string | null,
  signal: AbortSignal,
  notBefore: number,
): Promise<TimelineView> {
  const query = new URLSearchParams({ limit: '5000', ...(cursor ? { cursor } : {}) });
  return read(`${projectPath(projectId, 'timeline')}?${query}`, signal, notBefore);
}

/** Of a task of the project, also of one that was deleted. */
export function getStoryInProject(projectId: string, taskId: string, signal: AbortSignal): Promise<StoryView> {
  return read(projectPath(projectId, 'tasks', taskId, 'history'), signal);
}

export function getStory(taskId: string, signal: AbortSignal, notBefore: number): Promise<StoryView> {
  return read(apiPath('tasks', taskId, 'history'), signal, notBefore);
}

export function getSessions(
  task: { projectId: string; taskId: string },
  cursor: string | null,
  signal: AbortSignal,
): Promise<SessionPage> {
  const query = new URLSearchParams({ limit: '20', ...(cursor ? { cursor } : {}) });
  const path = projectPath(task.projectId, 'tasks', task.taskId, 'sessions');
  return read(`${path}?${query}`, signal);
}

export function createProject(project: NewProject): Promise<Answer<ProjectView>> {
  return callApi('projects', { method: 'POST', body: project });
}

export function deleteProject(projectId: string): Promise<Answer<{ position?: number }>> {
  return callApi(projectPath(projectId), { method: 'DELETE' });
}

export function createTask(projectId: string, task: NewTask): Promise<Answer<TaskView>> {
  return callApi(projectPath(projectId, 'tasks'), { method: 'POST', body: task });
}

export function editTask(projectId: string, taskId: string, edit: TaskEdit): Promise<Answer<TaskView & Undoable>> {
  return callApi(projectPath(projectId, 'tasks', taskId), { method: 'PATCH', body: edit });
}

export function moveTask(projectId: string, taskId: string, move: TaskMove): Promise<Answer<TaskView & Undoable>> {
  return callApi(projectPath(projectId, 'tasks', taskId, 'move'), { method: 'PATCH', body: move });
}

export function deleteTask(projectId: string, taskId: string): Promise<Answer<{ position?: number }>> {
  return callApi(projectPath(projectId, 'tasks', taskId), { method: 'DELETE' });
}

/** @param model the project's default where absent */
export function executeTask(
  projectId: string,
  taskId: string,
  model?: ChosenModelView,
): Promise<Answer<SessionAnswer>> {
  return callApi(projectPath(projectId, 'tasks', taskId, 'execute'), { method: 'POST', body: model ? { model } : {} });
}

export function stopTask(projectId: string, taskId: string): Promise<Answer<SessionAnswer>> {
  return callApi(projectPath(projectId, 'tasks', taskId, 'stop'), { method: 'POST', body: {} });
}

/** Answers what an agent waits for. The first answer counts: a later one is refused with `gate_closed`. */
export function answerGate(
  session: Pick<SessionView, 'id' | 'project_id'>,
  gateId: string,
  answer: GateAnswer,
): Promise<Answer<{ position?: number }>> {
  const path = projectPath(session.project_id, 'sessions', session.id, 'gates', gateId, 'answer');
  return callApi(path, { method: 'POST', body: answer });
}

/** Takes a write back, as its answer said. */
export function takeBack({ method, path, body }: UndoStep): Promise<Answer<unknown>> {
  return callApi(path.replace(/^\/api\//, ''), { method, ...(body === undefined ? {} : { body }) });
}

export async function read<T>(path: string, signal?: AbortSignal, notBefore?: number): Promise<T> {
  const { value } = await callApi<T>(path, { ...(signal ? { signal } : {}), ...(notBefore ? { notBefore } : {}) });
  if (value === null) throw new ProblemError(problemOf(502, { title: 'The server’s answer was empty' }));
  return value;
}
