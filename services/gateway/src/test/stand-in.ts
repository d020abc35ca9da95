import {
  CommandHandler,
  causedBy,
  fact,
  reject,
  type Aggregate,
  type Decider,
  type NewFact,
  type Rejected,
} from '@podium/event-sourcing';
import { JetStreamEventLog, publishOutcome } from '@podium/jetstream';
import {
  projectIdOf,
  SessionPhase,
  TaskPriority,
  TaskStatus,
  type Context,
  type EventEnvelope,
  type RequestType,
  type MessageTypes,
} from '@podium/proto';
import type { NatsConnection, Subscription } from 'nats';
import { decideQueueStandIn, evolveQueueStandIn, noQueue, type QueueStandIn } from './stand-in-queue.ts';

type Request = { [T in RequestType]: EventEnvelope<T> }[RequestType];

interface State {
  readonly exists: boolean;
  readonly isDeleted: boolean;
  readonly version: number;
  readonly status: TaskStatus;
  readonly sessionId: string | null;
  readonly queue: QueueStandIn;
}

const initialState: State = {
  queue: noQueue,
  exists: false,
  isDeleted: false,
  version: 0,
  status: TaskStatus.TODO,
  sessionId: null,
};

/** Rules just rich enough to get every kind of answer out of the gateway; the real ones are the services'. */
const decider: Decider<State, Request> = {
  initialState,
  decide: (state, request) => {
    if (request.type.endsWith('CreateRequested'))
      return state.exists ? reject('task_exists', 'It exists.') : create(request);
    if (request.type === 'podium.session.v1.SessionStopRequested') return stop(state, request);
    if (request.type === 'podium.session.v1.PromptAddRequested' && state.isDeleted) {
      return reject('session_closing', 'It is about to end.');
    }
    const ofQueue = decideQueueStandIn({ ...state.queue, exists: state.exists }, request);
    if (ofQueue) return ofQueue;
    const context = request.subject.split('/')[1];
    if (!state.exists || state.isDeleted) return reject(`${context}_not_found`, `There is no such ${context}.`);
    return change(state, request);
  },
  evolve: (state, recorded) => {
    const queue = evolveQueueStandIn(state.queue, recorded);
    const next = { ...state, queue, exists: true, version: recorded.version };
    switch (recorded.type) {
      case 'podium.project.v1.ProjectDeleted':
      case 'podium.task.v1.TaskDeleted':
      case 'podium.session.v1.SessionStopping':
        return { ...next, isDeleted: true };
      case 'podium.task.v1.TaskMoved':
        return { ...next, status: recorded.data.to };
      case 'podium.task.v1.TaskExecutionStarted':
        return { ...next, status: recorded.data.to, sessionId: recorded.data.sessionId };
      case 'podium.task.v1.TaskExecutionStopped':
      case 'podium.task.v1.TaskExecutionCompleted':
        return { ...next, status: recorded.data.to, sessionId: null };
      default:
        return next;
    }
  },
};

function create(request: Request): readonly NewFact[] {
  switch (request.type) {
    case 'podium.project.v1.ProjectCreateRequested':
      return [
        fact('podium.project.v1.ProjectCreated', {
          ...request.data,
          maxConcurrentSessions: 3,
        }),
      ];
    case 'podium.task.v1.TaskCreateRequested':
      return [fact('podium.task.v1.TaskCreated', request.data)];
    default:
      throw new Error(`The stand-in does not know ${request.type}`);
  }
}

function change(state: State, request: Request): readonly NewFact[] | Rejected {
  switch (request.type) {
    case 'podium.project.v1.ProjectEditRequested':
      return [fact('podium.project.v1.ProjectEdited', request.data)];
    case 'podium.project.v1.ProjectDeleteRequested':
      return [fact('podium.project.v1.ProjectDeleted', request.data)];
    case 'podium.task.v1.TaskEditRequested': {
      const { seenVersion, ...edited } = request.data;
      if (seenVersion > 0 && seenVersion < state.version) return reject('stale_edit', 'Someone else was faster.');
      return edited.title === 'unchanged' ? [] : [fact('podium.task.v1.TaskEdited', edited)];
    }
    case 'podium.task.v1.TaskMoveRequested': {
      const { taskId, to, rank } = request.data;
      if (to === TaskStatus.DONE && state.status === TaskStatus.TODO)
        return reject('illegal_transition', 'Not from TODO.');
      return [fact('podium.task.v1.TaskMoved', { taskId, from: state.status, to, rank })];
    }
    case 'podium.session.v1.SessionRetryRequested': {
      const { sessionId } = request.data;
      return [fact('podium.session.v1.SessionRequeued', { sessionId, taskId: 't-1', reason: 'retry_now' })];
    }
    case 'podium.session.v1.SessionGiveUpRequested':
      return reject('session_not_retrying', 'The session does not wait for another try.');
    case 'podium.pod.v1.PodProvisionRequested': {
      const { projectId } = request.data;
      const started = { projectId, generation: 2, runtime: 'docker', reason: 'requested', source: 'empty' };
      return [fact('podium.pod.v1.PodProvisioningStarted', started)];
    }
    case 'podium.task.v1.TaskDeleteRequested':
      return [fact('podium.task.v1.TaskDeleted', request.data)];
    case 'podium.task.v1.TaskExecuteRequested': {
      const { taskId, sessionId, prompt = 'do it', options, continues } = request.data;
      if (prompt === 'refused by the runtime') return reject('runtime_refused', 'The runtime said no.');
      if (state.sessionId) return reject('session_active', 'An agent works on it.');
      const more = { ...(options ? { options } : {}), ...(continues ? { continues } : {}) };
      const started = { taskId, sessionId, prompt, title: 'a task', priority: TaskPriority.MEDIUM, ...more };
      return [
        fact('podium.task.v1.TaskExecutionStarted', { ...started, from: state.status, to: TaskStatus.IN_PROGRESS }),
      ];
    }
    case 'podium.session.v1.PromptAddRequested':
      return [fact('podium.session.v1.PromptAdded', { ...request.data, taskId: 'any' })];
    case 'podium.session.v1.PromptEditRequested':
      return [fact('podium.session.v1.PromptEdited', { ...request.data, taskId: 'any' })];
    case 'podium.session.v1.PromptRemoveRequested':
      return request.data.promptId === 'sent'
        ? reject('prompt_sent', 'Too late.')
        : [fact('podium.session.v1.PromptRemoved', { ...request.data, taskId: 'any' })];
    case 'podium.session.v1.SessionRevertRequested':
      return revert(request.data);
    case 'podium.session.v1.SessionUnrevertRequested':
      return reject('not_reverted', 'Nothing to undo.');
    default:
      throw new Error(`The stand-in does not know ${request.type}`);
  }
}

/** One message stands for a workspace that others have worked in since. */
function revert({
  sessionId,
  messageId,
  withOthersWork,
}: MessageTypes['podium.session.v1.SessionRevertRequested']): readonly NewFact[] | Rejected {
  if (messageId === 'msg_shared0' && withOthersWork !== true) return reject('others_work', 'Ann has worked here.');
  return [fact('podium.session.v1.SessionReverted', { sessionId, messageId, taskId: 'any' })];
}

function stop(state: State, request: Request): readonly NewFact[] | Rejected {
  if (request.type !== 'podium.session.v1.SessionStopRequested') throw new Error('Not a stop');
  const { sessionId, taskId } = request.data;
  return state.isDeleted ? [] : [fact('podium.session.v1.SessionStopping', { sessionId, taskId, reason: 'stopped' })];
}

/** Answers requests as the services would, from the same stream and into the same log. */
export class StandIn {
  readonly log: JetStreamEventLog;
  readonly #nc: NatsConnection;
  readonly #handler: CommandHandler<State, Request>;
  #subscription: Subscription | undefined;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
    this.log = new JetStreamEventLog(nc);
    this.#handler = new CommandHandler(this.log, decider, { source: 'stand-in' });
  }

  start(): void {
    const callback = (_: unknown, message: { json<T>(): T }): void => void this.#handle(message.json<Request>());
    this.#subscription = this.#nc.subscribe('req.>', { callback });
  }

  /** Requests stay unanswered from now on. */
  stop(): void {
    this.#subscription?.unsubscribe();
  }

  async #handle(request: Request): Promise<void> {
    const [projectId = '', context, id = ''] = request.subject.split('/');
    const aggregate: Aggregate = { projectId, context: context as Context, id };
    const outcome = await this.#handler.handle(aggregate, request, causedBy(request));
    if (outcome.kind !== 'accepted') {
      await publishOutcome(this.#nc, { projectId, lane: aggregate.context, id }, request, outcome, 'stand-in');
    }
    const started = outcome.kind === 'accepted' && outcome.facts[0];
    if (started && started.type === 'podium.task.v1.TaskExecutionStarted') await this.queueSession(started);
  }

  /** What session-svc does when an execution has started. */
  async queueSession(started: EventEnvelope<'podium.task.v1.TaskExecutionStarted'>): Promise<void> {
    const { sessionId, taskId, title, prompt, options, continues } = started.data;
    const more = { ...(options ? { options } : {}), ...(continues ? { continues } : {}) };
    const phase = SessionPhase.IMPLEMENTATION;
    const data = { sessionId, taskId, title, prompt, phase, requestedBy: started.actor, ...more };
    await this.append(
      { projectId: projectIdOf(started), context: 'session', id: sessionId },
      [fact('podium.session.v1.SessionQueued', data)],
      started,
    );
  }

  /** Writes facts at the end of an aggregate, caused by a message or by nothing in particular. */
  async append(aggregate: Aggregate, facts: readonly NewFact[], cause?: EventEnvelope): Promise<number> {
    const writer = new CommandHandler<number, readonly NewFact[]>(
      this.log,
      { initialState: 0, decide: (_, wanted) => wanted, evolve: (count) => count + 1 },
      { source: 'stand-in' },
    );
    const id = crypto.randomUUID();
    const outcome = await writer.handle(
      aggregate,
      facts,
      cause ? causedBy(cause) : { id, correlationId: id, actor: 'service:test' },
    );
    return outcome.position;
  }
}
