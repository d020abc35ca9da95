import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { TaskView } from '@podium/board';
import type { PromptOptions, RecordedFact } from '@podium/proto';
import { ProblemError } from '@podium/service-kit';
import { notFound } from '../api/problems.ts';
import type { Asker, Question } from './ask.ts';
import type { Intent } from './intent.ts';
import type { LogViews } from './log-views.ts';
import { PendingRequest } from './written.ts';

/** What a person tells the agent of a task. */
export interface PromptToSend {
  readonly projectId: string;
  readonly taskId: string;
  readonly text: string;
  readonly options: PromptOptions | undefined;
  readonly interrupt: boolean;
  /** The session to go on with; the newest by default. */
  readonly continuesSessionId: string | undefined;
  readonly forkMessageId: string | undefined;
}

/** Where a prompt went: to a session that runs (then it has an id), or into a new one. */
export interface PromptSent {
  readonly sessionId: string;
  readonly promptId: string | null;
  readonly position: number;
}

/** How long a session that is just ending may take to let go of its task. */
const handOverMs = 5_000;
const lookMs = 100;

/**
 * Brings a prompt to the agent of a task: into the queue of the session that works on it, else as the beginning of a new
 * session that goes on where the one before ended. A session that ends meanwhile, or that someone else begins meanwhile,
 * makes it the other one of the two.
 */
export class PromptPost {
  readonly #asker: Pick<Asker, 'ask'>;
  readonly #views: Pick<LogViews, 'task' | 'history'>;

  constructor(asker: Pick<Asker, 'ask'>, views: Pick<LogViews, 'task' | 'history'>) {
    this.#asker = asker;
    this.#views = views;
  }

  /** @throws ProblemError for a refusal; LogUnavailableError */
  async send(prompt: PromptToSend, intent: Intent): Promise<PromptSent | PendingRequest> {
    const deadline = performance.now() + handOverMs;
    for (;;) {
      const earlier = intent.isRepeatable ? await this.#earlier(prompt, intent) : undefined;
      if (earlier) return earlier;
      const task = await this.#views.task(prompt.projectId, prompt.taskId);
      if (!task) throw notFound('task');
      const active = runningSession(prompt, task);
      try {
        return active === undefined ? await this.#begin(prompt, task, intent) : await this.#add(prompt, active, intent);
      } catch (error) {
        if (!isInBetween(error, prompt, task, active) || performance.now() > deadline) throw error;
        await pause(lookMs);
      }
    }
  }

  async #add(prompt: PromptToSend, sessionId: string, intent: Intent): Promise<PromptSent | PendingRequest> {
    const { projectId, text, options, interrupt } = prompt;
    const promptId = intent.newId('prompt');
    const question: Question<'podium.session.v1.PromptAddRequested'> = {
      to: { projectId, id: sessionId },
      type: 'podium.session.v1.PromptAddRequested',
      data: { sessionId, promptId, text, ...(options ? { options } : {}), interrupt },
    };
    const asked = anew(intent);
    const accepted = await this.#asker.ask(question, asked);
    if (accepted) return { sessionId, promptId, position: accepted.position ?? 0 };
    return new PendingRequest(asked.requestId, { projectId, context: 'session', id: sessionId });
  }

  async #begin(prompt: PromptToSend, task: TaskView, intent: Intent): Promise<PromptSent | PendingRequest> {
    const { projectId, taskId, text, options, forkMessageId } = prompt;
    const sessionId = intent.newId('session');
    const before = prompt.continuesSessionId ?? task.latest_session_id;
    const continues =
      before === null ? undefined : { sessionId: before, ...(forkMessageId === undefined ? {} : { forkMessageId }) };
    const question: Question<'podium.task.v1.TaskExecuteRequested'> = {
      to: { projectId, id: taskId },
      type: 'podium.task.v1.TaskExecuteRequested',
      data: { taskId, sessionId, prompt: text, ...(options ? { options } : {}), ...(continues ? { continues } : {}) },
    };
    const asked = anew(intent);
    const accepted = await this.#asker.ask(question, asked);
    if (accepted) return { sessionId, promptId: null, position: accepted.position ?? 0 };
    return new PendingRequest(asked.requestId, { projectId, context: 'task', id: taskId });
  }

  /** Where the same prompt went when it was first sent: the ids of the intent are in the facts. */
  async #earlier({ projectId, taskId }: PromptToSend, intent: Intent): Promise<PromptSent | undefined> {
    const [newSessionId, promptId] = [intent.newId('session'), intent.newId('prompt')];
    const executions = (await this.#views.history({ projectId, context: 'task', id: taskId })).filter(
      (fact) => fact.type === 'podium.task.v1.TaskExecutionStarted',
    );
    for (const { data, position } of executions.reverse()) {
      const { sessionId } = data;
      if (sessionId === newSessionId) return { sessionId, promptId: null, position };
      const session = await this.#views.history({ projectId, context: 'session', id: sessionId });
      const added = session.find((fact) => isAddition(fact, promptId));
      if (added) return { sessionId, promptId, position: added.position };
    }
    return undefined;
  }
}

function isAddition(fact: RecordedFact, promptId: string): boolean {
  return fact.type === 'podium.session.v1.PromptAdded' && fact.data.promptId === promptId;
}

/** Each try is a request of its own: an earlier one may have been refused because it came at the wrong moment. */
function anew(intent: Intent): Intent {
  return { ...intent, requestId: randomUUID(), isRepeatable: false };
}

/** The session whose queue the prompt goes into; undefined where a new one has to begin (or be refused). */
function runningSession(prompt: PromptToSend, task: TaskView): string | undefined {
  const active = task.active_session_id;
  if (active === null || prompt.forkMessageId !== undefined) return undefined;
  return prompt.continuesSessionId === undefined || prompt.continuesSessionId === active ? active : undefined;
}

/**
 * Whether a session is just ending, or has just been begun: then the prompt belongs to the other kind.
 * @param active the session that it was to go into
 */
function isInBetween(error: unknown, prompt: PromptToSend, task: TaskView, active: string | undefined): boolean {
  if (!(error instanceof ProblemError)) return false;
  if (active !== undefined) return ['session_ended', 'session_closing', 'session_not_found'].includes(error.code);
  // Someone else's execution came first, unless the task was known to be taken when this was asked for.
  return error.code === 'session_active' && task.active_session_id === null && prompt.forkMessageId === undefined;
}
