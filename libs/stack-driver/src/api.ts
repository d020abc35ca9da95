import type {
  BoardView,
  ProjectSummaryView,
  ProjectView,
  SessionView,
  TaskPriorityName,
  TaskStatusName,
  TaskView,
} from '@podium/board';
import { EventSourceParserStream } from 'eventsource-parser/stream';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

/** The API refused. `code` is the stable one of the problem. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly status: number;

  constructor(status: number, problem: { code?: string; detail?: string; title?: string }) {
    super(`${status} ${problem.code}: ${problem.detail ?? problem.title}`);
    this.status = status;
    this.code = problem.code ?? 'unknown';
  }
}

export interface TaskRef {
  readonly project_id: string;
  readonly id: string;
}

/** One message of the stream of a session's output. */
export interface OutputEvent {
  readonly id: number;
  readonly type: 'output' | 'error' | 'status' | 'done';
  readonly kind: string;
  readonly text: string;
  readonly number: number;
}

interface Execution {
  session_id: string;
  status: string;
  position: number;
}

/**
 * A client of the REST API, for tests and measurements: no retries, every refusal is an ApiError. It reads its own
 * writes: each read asks for an answer that is not older than the last write.
 */
export class PodiumApi {
  readonly #url: string;
  readonly #identity: Record<string, string>;
  #writtenPosition = 0;

  constructor(url: string, accessToken?: string) {
    this.#url = url;
    this.#identity = accessToken === undefined ? {} : { Authorization: `Bearer ${accessToken}` };
  }

  createProject(fields: { name: string; description?: string; source?: 'empty' | 'sample' }): Promise<ProjectView> {
    return this.#request('POST', '/api/projects', fields);
  }

  async projects(): Promise<ProjectSummaryView[]> {
    return (await this.#request<{ projects: ProjectSummaryView[] }>('GET', '/api/projects')).projects;
  }

  editProject(
    projectId: string,
    fields: { max_concurrent_sessions?: number; session_limits?: Record<string, number> },
  ): Promise<ProjectView> {
    return this.#request('PATCH', `/api/projects/${projectId}`, fields);
  }

  async deleteProject(projectId: string): Promise<void> {
    await this.#request('DELETE', `/api/projects/${projectId}`);
  }

  board(projectId: string): Promise<BoardView> {
    return this.#request('GET', `/api/projects/${projectId}/board`);
  }

  createTask(
    projectId: string,
    fields: {
      title: string;
      description?: string;
      priority?: TaskPriorityName;
      labels?: string[];
      assignee?: string;
      due_on?: string;
    },
  ): Promise<TaskView> {
    return this.#request('POST', `/api/projects/${projectId}/tasks`, fields);
  }

  task(task: TaskRef): Promise<TaskView> {
    return this.#request('GET', taskPath(task));
  }

  /** To the end of a column. */
  move(task: TaskRef, status: TaskStatusName): Promise<TaskView> {
    return this.#request('PATCH', `${taskPath(task)}/move`, { status });
  }

  execute(task: TaskRef): Promise<Execution> {
    return this.#request('POST', `${taskPath(task)}/execute`, {});
  }

  stop(task: TaskRef): Promise<Execution> {
    return this.#request('POST', `${taskPath(task)}/stop`, {});
  }

  async sessions(task: TaskRef): Promise<SessionView[]> {
    return (await this.#request<{ sessions: SessionView[] }>('GET', `${taskPath(task)}/sessions`)).sessions;
  }

  /** The output of the newest session from its beginning, up to and with `done`, or until the signal aborts. */
  async *output(task: TaskRef, options: { after?: number; signal?: AbortSignal } = {}): AsyncGenerator<OutputEvent> {
    const response = await fetch(`${this.#url}${taskPath(task)}/output`, {
      headers: {
        ...this.#identity,
        Accept: 'text/event-stream',
        'If-Position': String(this.#writtenPosition),
        ...(options.after && { 'Last-Event-ID': String(options.after) }),
      },
      signal: options.signal ?? null,
    });
    if (!response.ok || !response.body) throw new ApiError(response.status, await problemOf(response));
    const messages = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    for await (const message of messages) {
      const event = JSON.parse(message.data) as Omit<OutputEvent, 'id'>;
      yield { ...event, id: Number(message.id) };
      if (event.type === 'done') return;
    }
  }

  async #request<T>(method: string, path: string, body?: Json): Promise<T> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        ...this.#identity,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(method === 'GET' && { 'If-Position': String(this.#writtenPosition) }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!response.ok) throw new ApiError(response.status, await problemOf(response));
    this.#writtenPosition = Math.max(this.#writtenPosition, Number(response.headers.get('Podium-Position') ?? 0));
    return (response.status === 204 ? undefined : await response.json()) as T;
  }
}

function taskPath(task: TaskRef): string {
  return `/api/projects/${task.project_id}/tasks/${task.id}`;
}

async function problemOf(response: Response): Promise<{ code?: string; title?: string }> {
  const text = await response.text();
  if (response.headers.get('content-type')?.includes('json')) return JSON.parse(text) as { code?: string };
  return { title: text.slice(0, 200) };
}
