import { randomBytes, randomUUID } from 'node:crypto';
import { CommandHandler, fact, type Decider, type NewFact } from '@podium/event-sourcing';
import {
  connectToNats,
  ensureStreams,
  JetStreamEventLog,
  OutputLog,
  readFacts,
  readOutcomes,
  RequestPublisher,
  requestSubject,
  streams,
} from '@podium/jetstream';
import {
  TaskPriority,
  TaskStatus,
  WorkspaceSource,
  type Context,
  type FactType,
  type MessageTypes,
  type OutputChunk,
  type Recorded,
  type RecordedFact,
  type RequestsOf,
} from '@podium/proto';
import { startScriptedModel, type ChatRequest, type ScriptedModel } from '@podium/scripted-model';
import { podPassword, type Environment, type RunningService } from '@podium/service-kit';
import { eventually, freshNats, testDatabase, type FreshNats, type TestDatabase } from '@podium/testing';
import type { NatsConnection } from 'nats';
import { start } from '../index.ts';
import { DoomedService } from './doomed-service.ts';
import { startOpenCode, type TestOpenCode } from '../opencode/test/start-open-code.ts';

/** Writes down whatever it is told: stands in for the services that are not there. */
const scribe: Decider<null, readonly NewFact[]> = {
  initialState: null,
  decide: (_, facts) => facts,
  evolve: () => null,
};

/** An execution of a task, as task-svc would have decided it. */
export interface Execution {
  readonly sessionId: string;
  readonly taskId: string;
}

/** session-svc on servers of its own with a real OpenCode, and the rest of the world as facts and requests. */
export class SessionWorld {
  readonly secret = randomBytes(16).toString('hex');
  readonly projectId = randomUUID();
  readonly #facts: RecordedFact[] = [];
  #isReading = false;
  readonly #over = new AbortController();

  private constructor(
    readonly natsServer: FreshNats,
    readonly database: TestDatabase,
    readonly nats: NatsConnection,
    readonly model: ScriptedModel,
    /** All that the model was given. */
    readonly modelRequests: readonly ChatRequest[],
  ) {}

  /** Whether the pod's workspace is to have a git repository. */
  isRepository = true;

  /** The pod's server, once `podIsReady` was called. */
  openCode: TestOpenCode | undefined;

  /** What the agent has to ask for, as OpenCode's configuration says it. */
  permission: Readonly<Record<string, unknown>> = { external_directory: 'ask' };

  /** Another model than the scripted one. */
  modelUrl: string | undefined;

  static async create(): Promise<SessionWorld> {
    const asked: ChatRequest[] = [];
    const [natsServer, database, model] = await Promise.all([
      freshNats(),
      testDatabase(),
      startScriptedModel({ wordDelayMs: 5, onRequest: (chat) => void asked.push(chat) }),
    ]);
    const nats = await connectToNats({ url: natsServer.url, name: 'test' });
    await ensureStreams(nats);
    return new SessionWorld(natsServer, database, nats, model, asked);
  }

  /** @param more settings of this test's own */
  async start(more: Environment = {}): Promise<RunningService> {
    const service = await start(this.environment(more));
    this.#readOnce();
    return service;
  }

  /** Starts the service as a process of its own, which can be killed. Returns once it is ready. */
  async startProcess(more: Environment = {}): Promise<DoomedService> {
    const doomed = await DoomedService.start(this.environment(more));
    this.#readOnce();
    return doomed;
  }

  environment(more: Environment): Environment {
    return {
      NATS_URL: this.natsServer.url,
      DATABASE_URL: this.database.url,
      PODIUM_SECRET: this.secret,
      LOG_LEVEL: 'silent',
      ...more,
    };
  }

  /** A project with so many slots. */
  async projectIsCreated(slots: number): Promise<void> {
    await this.#write('project', this.projectId, [
      fact('podium.project.v1.ProjectCreated', {
        projectId: this.projectId,
        name: 'A project',
        description: '',
        source: WorkspaceSource.EMPTY,
        maxConcurrentSessions: slots,
      }),
    ]);
  }

  async podIsReady(generation = 1): Promise<void> {
    const { projectId } = this;
    this.openCode ??= await startOpenCode({
      modelUrl: this.modelUrl ?? this.model.url,
      password: podPassword(this.secret, projectId),
      permission: this.permission,
      isRepository: this.isRepository,
    });
    const { baseUrl: endpoint, directory: workspacePath } = this.openCode.connection;
    await this.#write('pod', projectId, [
      fact('podium.pod.v1.PodReady', { projectId, generation, endpoint, workspacePath, version: '1' }),
    ]);
  }

  async projectIsDeleted(): Promise<void> {
    const { projectId } = this;
    await this.#write('project', projectId, [fact('podium.project.v1.ProjectDeleted', { projectId })]);
  }

  /** The pod's server is gone, as after a crash; a later `podIsReady` brings another one. */
  async podIsKilled(generation: number): Promise<void> {
    await this.openCode?.close();
    this.openCode = undefined;
    const { projectId } = this;
    await this.#write('pod', projectId, [
      fact('podium.pod.v1.PodExited', { projectId, generation, message: 'signal SIGKILL' }),
    ]);
  }

  /** What the project's people have changed. */
  async projectIsEdited(changes: Omit<MessageTypes['podium.project.v1.ProjectEdited'], 'projectId'>): Promise<void> {
    const { projectId } = this;
    await this.#write('project', projectId, [fact('podium.project.v1.ProjectEdited', { projectId, ...changes })]);
  }

  /** Once somebody has asked for the project's pod so often; what is told of it before is no answer. */
  async podWasAskedFor(times = 1): Promise<void> {
    const subject = requestSubject({ projectId: this.projectId, lane: 'pod', id: this.projectId });
    const { streams: api } = await this.nats.jetstreamManager();
    await eventually(async () => {
      const { state } = await api.info(streams.requests, { subjects_filter: subject });
      return (state.subjects?.[subject] ?? 0) >= times;
    });
  }

  async podHasFailed(message: string, retryable = false, generation = 1): Promise<void> {
    const { projectId } = this;
    await this.#write('pod', projectId, [
      fact('podium.pod.v1.PodFailed', { projectId, generation, reason: 'start_failed', message, retryable }),
    ]);
  }

  /** @param more what goes with the prompt, and the session that this one goes on with */
  async execute(
    title: string,
    sessionId: string = randomUUID(),
    more: Pick<MessageTypes['podium.task.v1.TaskExecutionStarted'], 'options' | 'continues'> = {},
  ): Promise<Execution> {
    const taskId = randomUUID();
    await this.#write('task', taskId, [
      fact('podium.task.v1.TaskExecutionStarted', {
        taskId,
        sessionId,
        title,
        prompt: title,
        priority: TaskPriority.MEDIUM,
        from: TaskStatus.TODO,
        to: TaskStatus.IN_PROGRESS,
        ...more,
      }),
    ]);
    return { sessionId, taskId };
  }

  /** As task-svc takes the end of a session into its task. */
  async executionHasEnded({ sessionId, taskId }: Execution): Promise<void> {
    const transition = { from: TaskStatus.IN_PROGRESS, to: TaskStatus.AI_REVIEW };
    await this.#write('task', taskId, [
      fact('podium.task.v1.TaskExecutionCompleted', { taskId, sessionId, ...transition }),
    ]);
  }

  /** Returns the request's id. */
  ask<T extends RequestsOf<'session'>>(type: T, data: MessageTypes[T] & { sessionId: string }): Promise<string> {
    return this.askAbout(data.sessionId, type, data);
  }

  /** @param id of the aggregate that it is about */
  async askAbout<T extends RequestsOf<'session'>>(id: string, type: T, data: MessageTypes[T]): Promise<string> {
    const requestId = randomUUID();
    const from = { requestId, correlationId: requestId, causationId: requestId, actor: 'user:test' };
    const publisher = new RequestPublisher(this.nats, { source: 'test' });
    await publisher.publish({ projectId: this.projectId, id }, type, data, from);
    return requestId;
  }

  /** The code of a refusal of a request, once it is there. */
  async refusalOf(requestId: string): Promise<string> {
    const signal = AbortSignal.timeout(60_000);
    for await (const { causationid, data } of readOutcomes(this.nats, { after: 0, signal })) {
      if (causationid === requestId && 'rejection' in data) return data.rejection?.code ?? '';
    }
    throw new Error('The request was not refused');
  }

  /** The first fact of a type about a session, once it is there. */
  async fact<T extends FactType>(sessionId: string, type: T, timeoutSeconds = 60): Promise<Recorded<T>> {
    return eventually(() => this.facts(sessionId).find((each) => each.type === type) as Recorded<T> | undefined, {
      timeoutSeconds,
    });
  }

  /** All facts of a session so far. */
  facts(sessionId: string): RecordedFact[] {
    return this.#facts.filter((each) => each.subject.endsWith(`/session/${sessionId}`));
  }

  /** Short names of all facts of a session so far. */
  story(sessionId: string): string[] {
    return this.facts(sessionId).map(({ type }) => type.slice(type.lastIndexOf('.') + 1));
  }

  async output(sessionId: string): Promise<OutputChunk[]> {
    return (await new OutputLog(this.nats).readAll(this.projectId, sessionId)).map(({ chunk }) => chunk);
  }

  async dispose(): Promise<void> {
    this.#over.abort();
    await this.nats.close();
    await this.openCode?.close();
    await this.model.close();
    await this.database.drop();
    await this.natsServer.dispose();
  }

  /** Puts something into the log that no program of ours writes. */
  async poisonTheLog(): Promise<void> {
    await this.nats.jetstream().publish(`evt.${this.projectId}.session.poison`, 'not an event');
  }

  async #write(context: Context, id: string, facts: readonly NewFact[]): Promise<void> {
    const handler = new CommandHandler(new JetStreamEventLog(this.nats), scribe, { source: 'test' });
    const causeId = randomUUID();
    await handler.handle({ projectId: this.projectId, context, id }, facts, {
      id: causeId,
      correlationId: causeId,
      actor: 'user:test',
    });
  }

  #readOnce(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    void this.#read();
  }

  async #read(): Promise<void> {
    for await (const facts of readFacts(this.nats, { after: 0, signal: this.#over.signal })) this.#facts.push(...facts);
  }
}
