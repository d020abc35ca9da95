import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandHandler, fact, type Decider, type NewFact } from '@podium/event-sourcing';
import { connectToNats, JetStreamEventLog, readFacts, RequestPublisher } from '@podium/jetstream';
import {
  projectIdOf,
  TaskPriority,
  TaskStatus,
  WorkspaceSource,
  type Budget,
  type Context,
  type FactType,
  type MessageTypes,
  type Recorded,
  type RecordedFact,
  type RequestsOf,
} from '@podium/proto';
import type { RunningService } from '@podium/service-kit';
import { eventually, freshNats, testDatabase, type FreshNats, type TestDatabase } from '@podium/testing';
import type { NatsConnection } from 'nats';
import { start } from '../index.ts';

/** Writes down whatever it is told: stands in for the services that are not there. */
const scribe: Decider<null, readonly NewFact[]> = {
  initialState: null,
  decide: (_, facts) => facts,
  evolve: () => null,
};

/** Reads what a fact of a type says. */
export type Told<T extends FactType> = Recorded<T>;

/**
 * session-svc on servers of its own, without any pod: sessions are queued and admitted, and the test is the agent that
 * ends them.
 */
export class QueueService {
  readonly facts: RecordedFact[] = [];
  readonly #secret = randomBytes(16).toString('hex');
  readonly #over = new AbortController();
  readonly #listeners = new Set<(fact: RecordedFact) => void>();
  readonly #replicas: RunningService[] = [];
  readonly #later: Promise<void>[] = [];

  private constructor(
    readonly natsServer: FreshNats,
    readonly database: TestDatabase,
    readonly nats: NatsConnection,
    readonly env: Record<string, string>,
  ) {}

  static async create(env: Record<string, string> = {}): Promise<QueueService> {
    const [natsServer, database] = await Promise.all([freshNats(), testDatabase()]);
    const world = new QueueService(
      natsServer,
      database,
      await connectToNats({ url: natsServer.url, name: 'test' }),
      env,
    );
    await world.replica();
    void world.#read();
    return world;
  }

  /** One more replica of the service. */
  async replica(): Promise<RunningService> {
    const service = await start({
      NATS_URL: this.natsServer.url,
      DATABASE_URL: this.database.url,
      PODIUM_SECRET: this.#secret,
      LOG_LEVEL: 'silent',
      ...this.env,
    });
    this.#replicas.push(service);
    return service;
  }

  async project(slots: number): Promise<string> {
    const projectId = randomUUID();
    const project = { projectId, name: 'A project', description: '', source: WorkspaceSource.EMPTY };
    await this.write(projectId, 'project', projectId, [
      fact('podium.project.v1.ProjectCreated', { ...project, maxConcurrentSessions: slots }),
    ]);
    return projectId;
  }

  async setBudget(projectId: string, budget: Budget): Promise<void> {
    await this.write(projectId, 'project', projectId, [fact('podium.project.v1.ProjectEdited', { projectId, budget })]);
  }

  /** A new task, executed; gives the ids. */
  async execute(
    projectId: string,
    priority: TaskPriority = TaskPriority.MEDIUM,
    waitsFor: readonly string[] = [],
  ): Promise<{ sessionId: string; taskId: string }> {
    const [taskId, sessionId] = [randomUUID(), randomUUID()];
    for (const dependsOnTaskId of waitsFor) {
      const added = fact('podium.task.v1.TaskDependencyAdded', { taskId, dependsOnTaskId });
      await this.write(projectId, 'task', 'dependencies', [added]);
    }
    const text = { title: 'A task', description: '', rank: 'a', priority };
    const started = { sessionId, title: 'A task', prompt: 'Do it', priority };
    await this.write(projectId, 'task', taskId, [
      fact('podium.task.v1.TaskCreated', { taskId, ...text }),
      fact('podium.task.v1.TaskExecutionStarted', {
        taskId,
        ...started,
        from: TaskStatus.TODO,
        to: TaskStatus.IN_PROGRESS,
      }),
    ]);
    return { sessionId, taskId };
  }

  async taskIsDone(projectId: string, taskId: string): Promise<void> {
    const moved = { taskId, from: TaskStatus.IN_PROGRESS, to: TaskStatus.DONE, rank: 'a' };
    await this.write(projectId, 'task', taskId, [fact('podium.task.v1.TaskMoved', moved)]);
  }

  async ask<T extends RequestsOf<'session'>>(
    projectId: string,
    id: string,
    type: T,
    data: MessageTypes[T],
  ): Promise<void> {
    const requestId = randomUUID();
    const from = { requestId, correlationId: requestId, causationId: requestId, actor: 'user:test' };
    await new RequestPublisher(this.nats, { source: 'test' }).publish({ projectId, id }, type, data, from);
  }

  /** The agent is gone before it began: ends a session that holds a slot, or waits for one. */
  stop(projectId: string, ids: { sessionId: string; taskId: string }): Promise<void> {
    return this.ask(projectId, ids.sessionId, 'podium.session.v1.SessionStopRequested', ids);
  }

  /** Does something after a while; `dispose` waits for it. */
  later(milliseconds: number, work: () => Promise<void>): void {
    this.#later.push(sleep(milliseconds).then(work));
  }

  runNext(projectId: string, sessionId: string): Promise<void> {
    return this.ask(projectId, sessionId, 'podium.session.v1.SessionExpediteRequested', { sessionId });
  }

  /** The first fact of a type of an aggregate after a position, once it is there. */
  async fact<T extends FactType>(id: string, type: T, after = 0): Promise<Told<T>> {
    return eventually(() => this.#find(id, type, after));
  }

  /** Whether there is such a fact by now. */
  has(id: string, type: FactType, after = 0): boolean {
    return this.#find(id, type, after) !== undefined;
  }

  onFact(listener: (fact: RecordedFact) => void): void {
    this.#listeners.add(listener);
  }

  async write(projectId: string, context: Context, id: string, facts: readonly NewFact[]): Promise<void> {
    const handler = new CommandHandler(new JetStreamEventLog(this.nats), scribe, { source: 'test' });
    const causeId = randomUUID();
    const cause = { id: causeId, correlationId: causeId, actor: 'user:test' };
    await handler.handle({ projectId, context, id }, facts, cause);
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#later);
    this.#over.abort();
    await Promise.all(this.#replicas.map((service) => service.close()));
    await this.nats.close();
    await this.database.drop();
    await this.natsServer.dispose();
  }

  #find<T extends FactType>(id: string, type: T, after: number): Told<T> | undefined {
    const isIt = (each: RecordedFact): boolean =>
      each.type === type && each.position > after && each.subject.endsWith(`/${id}`);
    return this.facts.find(isIt) as Told<T> | undefined;
  }

  async #read(): Promise<void> {
    for await (const facts of readFacts(this.nats, { after: 0, signal: this.#over.signal })) {
      this.facts.push(...facts);
      for (const each of facts) for (const listener of this.#listeners) listener(each);
    }
  }
}

/** The greatest number of sessions that held a slot at once by the log, over all projects and for each. */
export function mostAtOnce(facts: readonly RecordedFact[]): { all: number; ofProject: ReadonlyMap<string, number> } {
  const holding = new Map<string, string>();
  const ofProject = new Map<string, number>();
  let all = 0;
  for (const each of facts) {
    const sessionId = 'sessionId' in each.data ? each.data.sessionId : undefined;
    if (sessionId === undefined) continue;
    if (each.type === 'podium.session.v1.SessionAdmitted') holding.set(sessionId, projectIdOf(each));
    if (isEnd(each)) holding.delete(sessionId);
    all = Math.max(all, holding.size);
    const projectId = projectIdOf(each);
    const own = [...holding.values()].filter((id) => id === projectId).length;
    ofProject.set(projectId, Math.max(ofProject.get(projectId) ?? 0, own));
  }
  return { all, ofProject };
}

function isEnd({ type }: RecordedFact): boolean {
  return (
    type === 'podium.session.v1.SessionCancelled' ||
    type === 'podium.session.v1.SessionCompleted' ||
    type === 'podium.session.v1.SessionFailed' ||
    type === 'podium.session.v1.SessionRetryScheduled'
  );
}
