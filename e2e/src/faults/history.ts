import { derivedId, fact, type NewFact } from '@podium/event-sourcing';
import {
  assertFitsContract,
  schemaOf,
  SessionPhase,
  TaskPriority,
  TaskStatus,
  WorkspaceSource,
  type Context,
  type EventEnvelope,
  type FactType,
} from '@podium/proto';

const projects = 3;
const editsPerTask = 4;
const executedEvery = 5;
const firstMs = Date.parse('2026-01-05T08:00:00.000Z');
const usage = { inputTokens: 1200, outputTokens: 300, cachedTokens: 0, costUsd: 0 };
const model = { providerId: 'podium-demo', modelId: 'scripted', label: 'Demo model (scripted)', scripted: true };

type Fact = EventEnvelope<FactType>;

/** A past of at least so many facts: a few projects, many cards, every fifth of them executed. The same each time. */
export async function* pastOf(count: number): AsyncGenerator<Fact> {
  const writer = new Writer();
  for (let number = 0; number < projects; number += 1)
    yield* writer.write('project', projectId(number), newProject(number));
  for (let number = 0; writer.written < count; number += 1) {
    for (const [context, id, facts] of lifeOfTask(number)) {
      yield* writer.write(context, id, facts, projectId(number % projects));
    }
  }
}

/** Ids of the projects of that past. */
export const pastProjectIds: readonly string[] = Array.from({ length: projects }, (_, number) => projectId(number));

function projectId(number: number): string {
  return derivedId('past project', number);
}

function newProject(number: number): NewFact[] {
  const data = { projectId: projectId(number), name: `Past ${number}`, description: '' };
  return [
    fact('podium.project.v1.ProjectCreated', { ...data, source: WorkspaceSource.EMPTY, maxConcurrentSessions: 3 }),
  ];
}

type Step = readonly [context: Context, id: string, facts: readonly NewFact[]];

function lifeOfTask(number: number): Step[] {
  const taskId = derivedId('past task', number);
  const rank = `a${number.toString(36).padStart(6, '0')}z`;
  const title = `Card ${number}`;
  const created = fact('podium.task.v1.TaskCreated', {
    taskId,
    title,
    description: '',
    priority: TaskPriority.MEDIUM,
    rank,
  });
  const edits = Array.from({ length: editsPerTask }, (_, edit) =>
    fact('podium.task.v1.TaskEdited', { taskId, title: `${title}, edition ${edit}` }),
  );
  const own: Step = ['task', taskId, [created, ...edits]];
  return number % executedEvery === 0 ? [own, ...execution(number, taskId, title)] : [own];
}

function execution(number: number, taskId: string, title: string): Step[] {
  const sessionId = derivedId('past session', number);
  const [from, to] = [TaskStatus.TODO, TaskStatus.IN_PROGRESS];
  const started = { taskId, sessionId, title, prompt: title, priority: TaskPriority.MEDIUM, from, to };
  const queued = {
    sessionId,
    taskId,
    phase: SessionPhase.IMPLEMENTATION,
    title,
    prompt: title,
    requestedBy: 'user:owner',
  };
  const run = {
    attempt: 1,
    owner: 'past',
    runtimeSessionId: `ses_${number}`,
    runtimeMessageId: `msg_${number}`,
    model,
  };
  return [
    ['task', taskId, [fact('podium.task.v1.TaskExecutionStarted', started)]],
    [
      'session',
      sessionId,
      [
        fact('podium.session.v1.SessionQueued', queued),
        fact('podium.session.v1.SessionAdmitted', { sessionId, taskId }),
        fact('podium.session.v1.SessionStarted', { sessionId, taskId, ...run }),
        fact('podium.session.v1.SessionCompleted', { sessionId, taskId, summary: 'Done.', usage, outputChunks: 0 }),
      ],
    ],
    [
      'task',
      taskId,
      [
        fact('podium.task.v1.TaskExecutionCompleted', {
          taskId,
          sessionId,
          from: TaskStatus.IN_PROGRESS,
          to: TaskStatus.AI_REVIEW,
        }),
      ],
    ],
  ];
}

/** Makes facts that no service could tell from its own. */
class Writer {
  written = 0;
  readonly #versions = new Map<string, number>();

  *write(context: Context, id: string, facts: readonly NewFact[], ofProject = id): Generator<Fact> {
    for (const { type, data } of facts) {
      assertFitsContract(type, data);
      const subject = `${ofProject}/${context}/${id}`;
      const version = (this.#versions.get(subject) ?? 0) + 1;
      this.#versions.set(subject, version);
      const requestId = derivedId('past request', this.written);
      yield {
        specversion: '1.0',
        id: derivedId('past fact', this.written),
        source: `/podium/${context}-svc`,
        type,
        subject,
        time: new Date(firstMs + this.written * 100).toISOString(),
        datacontenttype: 'application/json',
        dataschema: schemaOf(type),
        data,
        correlationid: requestId,
        causationid: requestId,
        actor: 'user:owner',
        version,
      };
      this.written += 1;
    }
  }
}
