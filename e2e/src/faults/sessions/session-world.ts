import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test as base } from '@playwright/test';
import type { SessionView } from '@podium/board';
import { connectToNats, JetStreamEventLog, OutputLog } from '@podium/jetstream';
import { PodiumStack, ProcessFaults, RuntimeDoor, type Json, type TaskRef } from '@podium/stack-driver';
import { freePort } from '@podium/testing';
import { PersistentClient } from '../persistent-client.ts';
import { outputFaults, type Loss } from './complete-output.ts';
import { RecordingModel, type SentAnswer } from './recording-model.ts';

export interface WorldOptions {
  /** Further variables of the stack. */
  readonly env?: Readonly<Record<string, string>>;
  readonly wordDelayMs?: number;
  /** Called with the data directory before the first start. */
  readonly prepare?: (dataDir: string) => Promise<void>;
}

const stackSeconds = 330;
const settledSeconds = 120;
const pauseMilliseconds = 200;

/** A split stack whose model remembers what it sent, and people who answer what agents ask. */
export class SessionWorld {
  readonly client: PersistentClient;
  readonly faults: ProcessFaults;
  /** When words may have been lost together with those who had them. */
  readonly losses: Loss[] = [];
  #projects = 0;

  private constructor(
    readonly stack: PodiumStack,
    readonly model: RecordingModel,
  ) {
    this.client = new PersistentClient(stack.url);
    this.faults = new ProcessFaults(stack);
  }

  static async start({ env = {}, wordDelayMs = 30, prepare }: WorldOptions = {}): Promise<SessionWorld> {
    const model = await RecordingModel.start(wordDelayMs);
    try {
      const quick = { PODIUM_RESTART_SECONDS: '0.2', PODIUM_RETRY_SECONDS: '3,3,3' };
      const own = { ...quick, PODIUM_DEMO_MODEL_URL: model.url, ...env };
      const options = { port: await freePort(), split: true, env: own, ...(prepare && { prepare }) };
      return new SessionWorld(await PodiumStack.start(options), model);
    } catch (error) {
      await model.close();
      throw error;
    }
  }

  async dispose(): Promise<void> {
    try {
      await this.stack.dispose();
    } finally {
      await this.model.close();
    }
  }

  /** With a pod that is ready. */
  async createProject(name: string, maxConcurrentSessions = 10): Promise<string> {
    this.#projects += 1;
    const key = `project-${this.#projects}`;
    const { body } = await this.#write('POST', '/api/projects', { name, source: 'empty' }, key, 201);
    const projectId = String(body['id']);
    const limit = { max_concurrent_sessions: maxConcurrentSessions };
    await this.#write('PATCH', `/api/projects/${projectId}`, limit, `${key}-limit`, 200);
    while ((await this.client.board(projectId)).pod?.status !== 'ready') await sleep(pauseMilliseconds);
    return projectId;
  }

  /** Creates a task and executes it. */
  async execute(projectId: string, title: string, key: string): Promise<TaskRef> {
    const tasks = `/api/projects/${projectId}/tasks`;
    const { body } = await this.#write('POST', tasks, { title }, `${key}-create`, 201);
    const task = { project_id: projectId, id: String(body['id']) };
    await this.#write('POST', `${tasks}/${task.id}/execute`, {}, `${key}-execute`, 202);
    return task;
  }

  /** The newest session of a task. */
  async session(task: TaskRef): Promise<SessionView | undefined> {
    return (await this.client.sessions(task))[0];
  }

  /** Allows what the agent asks for, until nobody works on the task any more. */
  async settled(task: TaskRef, withinSeconds = settledSeconds): Promise<void> {
    const deadline = Date.now() + withinSeconds * 1000;
    while ((await this.client.task(task)).active_session_id !== null) {
      const session = await this.session(task);
      for (const gate of session?.gates ?? []) await this.#allow(task, String(session?.id), gate.id);
      if (Date.now() > deadline) {
        throw new Error(`Session ${session?.id} is stuck: ${session?.status}, attempt ${session?.attempt}.`);
      }
      await sleep(pauseMilliseconds);
    }
  }

  async #write(
    method: string,
    path: string,
    body: Json,
    key: string,
    expected: number,
  ): Promise<{ body: Record<string, unknown> }> {
    const { status, body: answer } = await this.client.write(method, path, body, key);
    if (status !== expected)
      throw new Error(`${method} ${path} was answered with ${status}: ${JSON.stringify(answer)}`);
    return { body: answer };
  }

  async #allow(task: TaskRef, sessionId: string, gateId: string): Promise<void> {
    const path = `/api/projects/${task.project_id}/sessions/${sessionId}/gates/${gateId}/answer`;
    await this.client.write('POST', path, { answer: 'once' }, gateId);
  }

  /** The project's own server of agents. */
  runtime(projectId: string): RuntimeDoor {
    return new RuntimeDoor(dirname(this.stack.workspace(projectId)));
  }

  /** Answers of the model in conversations that have the words in a prompt. */
  sentFor(words: string): SentAnswer[] {
    const escaped = JSON.stringify(words).slice(1, -1);
    return this.model.answers.filter(({ prompt }) => prompt.includes(escaped));
  }

  /** What is wrong with the output of the sessions of a task, in comparison with what the model sent. */
  async outputFaults(task: TaskRef): Promise<string[]> {
    const nats = await connectToNats({ url: this.stack.natsUrl(), name: 'fault suite' });
    try {
      const found: string[] = [];
      for (const { id } of await this.client.sessions(task)) {
        const output = await new OutputLog(nats).readAll(task.project_id, id);
        const facts = await new JetStreamEventLog(nats).load({ projectId: task.project_id, context: 'session', id });
        const runtimes = facts.flatMap((fact) =>
          fact.type === 'podium.session.v1.SessionStarted' ? [fact.data.runtimeSessionId] : [],
        );
        const sent = this.model.answers.filter(({ runtimeSessionId }) => runtimes.includes(runtimeSessionId));
        const chunks = output.map(({ chunk }) => chunk);
        found.push(...outputFaults(chunks, sent, this.losses));
      }
      return found;
    } finally {
      await nats.close();
    }
  }
}

/** Tests that share one world in each worker. */
export const test = base.extend<{ keptLog: void }, { world: SessionWorld; worldOptions: WorldOptions }>({
  // What the services said goes with the stack; of a test that failed it is kept.
  keptLog: [
    async ({ world }, use, testInfo) => {
      await use();
      if (testInfo.status === testInfo.expectedStatus) return;
      copyFileSync(join(world.stack.dataDir, 'logs/podium.log'), testInfo.outputPath('podium.log'));
    },
    { auto: true },
  ],
  worldOptions: [{}, { option: true, scope: 'worker' }],
  world: [
    async ({ worldOptions }, use) => {
      const world = await SessionWorld.start(worldOptions);
      await use(world);
      await world.dispose();
    },
    { scope: 'worker', timeout: stackSeconds * 1000 },
  ],
});
