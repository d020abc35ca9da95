import type { CatalogueView, SessionView } from '@podium/board';
import { apiPath, callApi, type Answer } from './client.ts';
import { read } from './requests.ts';

interface SessionRef {
  id: string;
  project_id: string;
}

type Written<T = { position?: number }> = Promise<Answer<T>>;

const sessionPath = (session: SessionRef, ...rest: string[]): string =>
  apiPath('projects', session.project_id, 'sessions', session.id, ...rest);

export interface SessionLimits {
  minutes: number;
  idle_minutes: number;
  steps: number;
  tokens: number;
  cost_usd: number;
}

/** How much a session of the project may take, all of it; 0 is no limit. */
export function setSessionLimits(projectId: string, limits: SessionLimits): Written {
  return callApi(apiPath('projects', projectId), { method: 'PATCH', body: { session_limits: limits } });
}

export interface PromptOptions {
  model?: { provider_id: string; model_id: string };
  agent?: string;
  /** Ids of stored files. */
  attachments?: string[];
}

export interface NewPrompt extends PromptOptions {
  text: string;
  interrupt?: boolean;
  continues_session_id?: string;
  fork_message_id?: string;
}

export interface PromptAnswer {
  session_id: string;
  /** Null where the prompt began a session of its own. */
  prompt_id: string | null;
  status: SessionView['status'];
  position: number;
}

/** Tells the agent something: now, next, or in a session that goes on where the last one ended. */
export function sendPrompt(task: SessionRef, prompt: NewPrompt): Written<PromptAnswer> {
  return callApi(apiPath('projects', task.project_id, 'tasks', task.id, 'prompts'), { method: 'POST', body: prompt });
}

/** `position`: its place among those that wait, from 0. */
export function editPrompt(
  session: SessionRef,
  promptId: string,
  change: { text: string } | { position: number },
): Written {
  return callApi(sessionPath(session, 'prompts', promptId), { method: 'PATCH', body: change });
}

export function removePrompt(session: SessionRef, promptId: string): Written {
  return callApi(sessionPath(session, 'prompts', promptId), { method: 'DELETE' });
}

/**
 * Puts workspace and conversation back to before a message; `null` takes that back.
 * @param withOthersWork also where it undoes what others did there since; otherwise that is refused as `others_work`
 */
export function revertSession(session: SessionRef, messageId: string | null, withOthersWork: boolean): Written {
  const consent = withOthersWork ? { with_others_work: true } : {};
  return messageId === null
    ? callApi(sessionPath(session, 'unrevert'), { method: 'POST', body: consent })
    : callApi(sessionPath(session, 'revert'), { method: 'POST', body: { message_id: messageId, ...consent } });
}

/** Models, agents and slash commands that a project's runtime offers. */
export function getCatalogue(projectId: string, signal: AbortSignal): Promise<CatalogueView> {
  return read(apiPath('projects', projectId, 'agents-and-models'), signal);
}

/** Files of a project's workspace whose paths fit what was typed. */
export function findFiles(projectId: string, typed: string): Promise<{ files: string[] }> {
  return read(`${apiPath('projects', projectId, 'files')}?${new URLSearchParams({ query: typed })}`);
}
