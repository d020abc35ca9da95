import { setTimeout as sleep } from 'node:timers/promises';
import type { BoardView, SessionView, TaskView } from '@podium/board';
import type { Json, TaskRef } from '@podium/stack-driver';

/** What the stack has said to one request for certain: it is promised to be in the log, once. */
export interface Acknowledged {
  readonly method: string;
  readonly path: string;
  readonly key: string;
  readonly status: number;
  /** Of the refusal, if it was one. */
  readonly code: string | undefined;
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const attemptSeconds = 5;
const pauseMilliseconds = 150;
const giveUpSeconds = 120;

/**
 * A client as it should be: it repeats each request under the same Idempotency-Key until it is answered, whatever dies
 * meanwhile. Remembers every answer.
 */
export class PersistentClient {
  readonly acknowledged: Acknowledged[] = [];
  /** Tries of writes that were not answered, or not for certain. */
  repeated = 0;
  readonly #url: string;
  #writtenPosition = 0;

  constructor(url: string) {
    this.#url = url;
  }

  /** @returns the answer to a write; refusals as well. */
  async write(method: string, path: string, body: Json, key: string): Promise<Answer> {
    const { status, body: answer } = await this.#untilAnswered(method, path, key, body);
    const code = typeof answer['code'] === 'string' ? answer['code'] : undefined;
    this.acknowledged.push({ method, path, key, status, code });
    return { status, body: answer };
  }

  async task({ project_id: projectId, id }: TaskRef): Promise<TaskView> {
    return (await this.#read(`/api/projects/${projectId}/tasks/${id}`)) as unknown as TaskView;
  }

  async board(projectId: string): Promise<BoardView> {
    return (await this.#read(`/api/projects/${projectId}/board`)) as unknown as BoardView;
  }

  /** Newest first. */
  async sessions({ project_id: projectId, id }: TaskRef): Promise<SessionView[]> {
    const { sessions } = await this.#read(`/api/projects/${projectId}/tasks/${id}/sessions?limit=100`);
    return sessions as SessionView[];
  }

  /** Until no agent works on the task. */
  async settled(task: TaskRef, withinSeconds = 300): Promise<TaskView> {
    const deadline = Date.now() + withinSeconds * 1000;
    for (;;) {
      const view = await this.task(task);
      if (view.active_session_id === null) return view;
      if (Date.now() > deadline) throw new Error(`Session ${view.active_session_id} is stuck.`);
      await sleep(pauseMilliseconds);
    }
  }

  async #read(path: string): Promise<Record<string, unknown>> {
    const { status, body } = await this.#untilAnswered('GET', path, undefined, undefined);
    if (status !== 200) throw new Error(`GET ${path} was answered with ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  async #untilAnswered(method: string, path: string, key: string | undefined, body: Json | undefined): Promise<Answer> {
    const deadline = Date.now() + giveUpSeconds * 1000;
    for (;;) {
      const answer = await this.#try(method, path, key, body);
      if (answer && isCertain(answer)) return answer;
      if (Date.now() > deadline) {
        throw new Error(`${method} ${path} was not answered for ${giveUpSeconds} s: ${JSON.stringify(answer)}`);
      }
      if (key !== undefined) this.repeated += 1;
      await sleep(pauseMilliseconds);
    }
  }

  /** Undefined where nobody answered. */
  async #try(
    method: string,
    path: string,
    key: string | undefined,
    body: Json | undefined,
  ): Promise<Answer | undefined> {
    try {
      const response = await fetch(`${this.#url}${path}`, {
        method,
        headers: {
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...(key === undefined ? { 'If-Position': String(this.#writtenPosition) } : { 'Idempotency-Key': key }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(attemptSeconds * 1000),
      });
      const text = await response.text();
      this.#writtenPosition = Math.max(this.#writtenPosition, Number(response.headers.get('Podium-Position') ?? 0));
      return { status: response.status, body: text ? (JSON.parse(text) as Answer['body']) : {} };
    } catch (error) {
      // Refused, cut off in the middle, or too slow.
      if (error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }
}

function isCertain({ status, body }: Answer): boolean {
  return status < 500 && status !== 429 && !(status === 202 && body['status'] === 'pending');
}
