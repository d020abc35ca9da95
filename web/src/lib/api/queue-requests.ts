import { apiPath, callApi, type Answer } from './client.ts';

/** What a person can do with a session that does not run yet. */
export type Steering = 'run-next' | 'retry-now' | 'give-up';

type Written = Promise<Answer<{ position?: number }>>;

/** While it is paused nothing new starts; what runs goes on. */
export function setQueuePaused(projectId: string, paused: boolean): Written {
  const path = apiPath('projects', projectId, 'queue', paused ? 'pause' : 'resume');
  return callApi(path, { method: 'POST', body: {} });
}

export function steerSession(projectId: string, sessionId: string, how: Steering): Written {
  return callApi(apiPath('projects', projectId, 'sessions', sessionId, how), { method: 'POST', body: {} });
}
