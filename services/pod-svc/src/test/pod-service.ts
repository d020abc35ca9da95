import { randomBytes, randomUUID } from 'node:crypto';
import { CommandHandler, fact, type Aggregate, type Decider, type NewFact } from '@podium/event-sourcing';
import { connectToNats, JetStreamEventLog, readFacts, RequestPublisher } from '@podium/jetstream';
import type { FactType, Recorded, RecordedFact, WorkspaceSource } from '@podium/proto';
import type { RunningService } from '@podium/service-kit';
import { eventually, freshNats, testDatabase, type FreshNats, type TestDatabase } from '@podium/testing';
import { workspaceAnswerSchema, workspaceSubject, type WorkspaceAnswer } from '@podium/workspace';
import type { NatsConnection } from 'nats';
import { start } from '../index.ts';
import { removeFolder, temporaryFolder } from './local-pods.ts';

/** Writes down whatever it is told: stands in for the services that are not there. */
const scribe: Decider<null, readonly NewFact[]> = {
  initialState: null,
  decide: (_, facts) => facts,
  evolve: () => null,
};

/** pod-svc on servers of its own, and the rest of the world as facts and requests. */
export class PodServiceWorld {
  readonly secret = randomBytes(16).toString('hex');
  readonly dataPath = temporaryFolder();
  readonly #facts: RecordedFact[] = [];
  readonly #reading = new AbortController();

  private constructor(
    readonly natsServer: FreshNats,
    readonly database: TestDatabase,
    readonly nats: NatsConnection,
  ) {}

  static async create(): Promise<PodServiceWorld> {
    const [natsServer, database] = await Promise.all([freshNats(), testDatabase()]);
    return new PodServiceWorld(natsServer, database, await connectToNats({ url: natsServer.url, name: 'test' }));
  }

  get env(): Record<string, string> {
    return {
      NATS_URL: this.natsServer.url,
      DATABASE_URL: this.database.url,
      PODIUM_SECRET: this.secret,
      PODIUM_DATA: this.dataPath,
      PODIUM_DEMO_MODEL_URL: 'http://127.0.0.1:9/v1',
      LOG_LEVEL: 'silent',
      PATH: process.env['PATH'] ?? '',
    };
  }

  async start(env: Record<string, string> = {}): Promise<RunningService> {
    const service = await start({ ...this.env, ...env });
    if (this.#facts.length === 0) void this.#read();
    return service;
  }

  async createProject(source: WorkspaceSource, repositoryUrl?: string): Promise<string> {
    const projectId = randomUUID();
    const project = { projectId, name: 'A project', description: '', source, maxConcurrentSessions: 2 };
    await this.#write(
      projectId,
      fact('podium.project.v1.ProjectCreated', { ...project, ...(repositoryUrl ? { repositoryUrl } : {}) }),
    );
    return projectId;
  }

  async deleteProject(projectId: string): Promise<void> {
    await this.#write(projectId, fact('podium.project.v1.ProjectDeleted', { projectId }));
  }

  /** Gives a session of the project a slot: from then on it needs the pod. */
  async admitSession(projectId: string, sessionId: string): Promise<void> {
    const admitted = fact('podium.session.v1.SessionAdmitted', { sessionId, taskId: 't1' });
    await this.#append({ projectId, context: 'session', id: sessionId }, admitted);
  }

  async cancelSession(projectId: string, sessionId: string): Promise<void> {
    const usage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: 0 };
    const ending = { sessionId, taskId: 't1', reason: 'stopped', usage, outputChunks: 0 };
    await this.#append(
      { projectId, context: 'session', id: sessionId },
      fact('podium.session.v1.SessionCancelled', ending),
    );
  }

  /** Returns the request's id. */
  async requestPod(projectId: string): Promise<string> {
    const requestId = randomUUID();
    const from = { requestId, correlationId: requestId, causationId: requestId, actor: 'user:test' };
    const publisher = new RequestPublisher(this.nats, { source: 'test' });
    await publisher.publish({ projectId, id: projectId }, 'podium.pod.v1.PodProvisionRequested', { projectId }, from);
    return requestId;
  }

  /** Asks what is at a path of a project's workspace. */
  async look(projectId: string, path: string): Promise<WorkspaceAnswer> {
    const question = JSON.stringify({ project_id: projectId, path });
    return workspaceAnswerSchema.parse(
      (await this.nats.request(workspaceSubject, question, { timeout: 30_000 })).json(),
    );
  }

  /** The newest fact of a type about a project, once there are `count` of them. */
  async fact<T extends FactType>(projectId: string, type: T, count = 1, timeoutSeconds = 60): Promise<Recorded<T>> {
    return eventually(
      () => {
        const found = this.typesOf(projectId, type);
        return found.length >= count ? (found[count - 1] as Recorded<T>) : undefined;
      },
      { timeoutSeconds },
    );
  }

  typesOf(projectId: string, type?: FactType): RecordedFact[] {
    return this.#facts.filter((each) => each.subject.startsWith(`${projectId}/pod/`) && (!type || each.type === type));
  }

  async dispose(): Promise<void> {
    this.#reading.abort();
    await this.nats.close();
    await this.database.drop();
    await this.natsServer.dispose();
    removeFolder(this.dataPath);
  }

  #write(projectId: string, ...facts: NewFact[]): Promise<void> {
    return this.#append({ projectId, context: 'project', id: projectId }, ...facts);
  }

  async #append(aggregate: Aggregate, ...facts: NewFact[]): Promise<void> {
    const handler = new CommandHandler(new JetStreamEventLog(this.nats), scribe, { source: 'test' });
    const id = randomUUID();
    await handler.handle(aggregate, facts, {
      id,
      correlationId: id,
      actor: 'user:test',
    });
  }

  async #read(): Promise<void> {
    for await (const batch of readFacts(this.nats, { after: 0, signal: this.#reading.signal }))
      this.#facts.push(...batch);
  }
}
