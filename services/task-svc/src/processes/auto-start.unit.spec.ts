import { beforeEach, describe, expect, it } from '@jest/globals';
import { CommandHandler, fact, type NewFact } from '@podium/event-sourcing';
import { InMemoryEventLog } from '@podium/event-sourcing/testing';
import { TaskPriority, TaskStatus, type RecordedFact } from '@podium/proto';
import fc from 'fast-check';
import { dependencyDecider } from '../domain/dependency-graph.ts';
import { taskDecider } from '../domain/task-decider.ts';
import { AutoStart } from './auto-start.ts';

const projectId = 'p1';
const types = new Set([
  'podium.task.v1.TaskMoved',
  'podium.task.v1.TaskExecutionCompleted',
  'podium.task.v1.TaskDeleted',
  'podium.task.v1.TaskArchived',
  'podium.task.v1.TaskDependencyRemoved',
  'podium.task.v1.TaskEdited',
]);

let log: InMemoryEventLog;
let count: number;

beforeEach(() => {
  log = new InMemoryEventLog();
  count = 0;
});

function handlers() {
  return {
    tasks: new CommandHandler(log, taskDecider, { source: 'test' }),
    dependencies: new CommandHandler(log, dependencyDecider, { source: 'test' }),
  };
}

const cause = () => ({ id: `request-${(count += 1)}`, correlationId: 'request', actor: 'user:ann' });
const at = (id: string) => ({ projectId, context: 'task', id }) as const;

async function create(taskId: string, autoStart = false): Promise<void> {
  const task = { taskId, title: taskId, description: '', priority: TaskPriority.LOW, rank: 'a0' };
  await handlers().tasks.handle(at(taskId), { kind: 'create', ...task, properties: { autoStart } }, cause());
}

async function waitFor(taskId: string, dependsOnTaskId: string): Promise<void> {
  const command = { kind: 'add-dependency', taskId, dependsOnTaskId, titles: new Map() } as const;
  await handlers().dependencies.handle(at('dependencies'), command, cause());
}

async function finish(taskId: string): Promise<void> {
  for (const to of [TaskStatus.IN_PROGRESS, TaskStatus.AI_REVIEW, TaskStatus.HUMAN_REVIEW, TaskStatus.DONE]) {
    await handlers().tasks.handle(at(taskId), { kind: 'move', taskId, to, rank: 'a0' }, cause());
  }
}

/** Delivers facts to a process that has just started. */
async function deliver(facts: readonly RecordedFact[]): Promise<void> {
  const { tasks, dependencies } = handlers();
  const process = new AutoStart(tasks, dependencies, log);
  for (const fact of facts) {
    if (types.has(fact.type)) await process.released(fact as Parameters<AutoStart['released']>[0]);
  }
}

const startsOf = (taskId: string) =>
  log.facts.filter(
    ({ type, subject }) => type === 'podium.task.v1.TaskExecutionStarted' && subject.endsWith(`/${taskId}`),
  );

describe('tasks that start by themselves', () => {
  it('start once, when the last task that they wait for is done', async () => {
    await create('a');
    await create('b');
    await create('waiting', true);
    await waitFor('waiting', 'a');
    await waitFor('waiting', 'b');
    await finish('a');
    await deliver(log.facts);
    expect(startsOf('waiting')).toHaveLength(0);
    await finish('b');
    await deliver(log.facts);
    await deliver(log.facts);
    expect(startsOf('waiting')).toHaveLength(1);
    expect(startsOf('waiting')[0]).toMatchObject({ actor: 'service:task-svc' });
  });

  it('start when what they wait for is deleted, when they need not wait, or when they are told to', async () => {
    for (const id of ['a', 'b']) await create(id);
    for (const id of ['x', 'y']) await create(id, true);
    await create('z');
    await finish('b');
    for (const id of ['x', 'y', 'z']) await waitFor(id, 'b');
    await waitFor('y', 'a');
    await waitFor('x', 'a');
    const { dependencies, tasks } = handlers();
    const remove = { kind: 'remove-dependency', taskId: 'y', dependsOnTaskId: 'a' } as const;
    await dependencies.handle(at('dependencies'), remove, cause());
    await deliver(log.facts);
    expect([startsOf('x'), startsOf('y'), startsOf('z')].map(({ length }) => length)).toEqual([0, 1, 0]);
    await tasks.handle(
      at('z'),
      { kind: 'edit', taskId: 'z', properties: { autoStart: true }, seenVersion: 0 },
      cause(),
    );
    await tasks.handle(at('a'), { kind: 'delete', taskId: 'a' }, cause());
    await deliver(log.facts);
    expect([startsOf('x'), startsOf('y'), startsOf('z')].map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it('start when what they wait for is put away, and do not wait for what was put away before', async () => {
    for (const id of ['a', 'b']) await create(id);
    for (const id of ['x', 'y']) await create(id, true);
    for (const id of ['a', 'b']) await waitFor('x', id);
    await waitFor('y', 'b');
    const archive = (taskId: string) => handlers().tasks.handle(at(taskId), { kind: 'archive', taskId }, cause());
    await archive('a');
    await deliver(log.facts);
    expect([startsOf('x'), startsOf('y')].map(({ length }) => length)).toEqual([0, 0]);
    await archive('b');
    await deliver(log.facts);
    expect([startsOf('x'), startsOf('y')].map(({ length }) => length)).toEqual([1, 1]);
  });

  it('do not start where they wait for nothing, or again after a failure', async () => {
    await create('alone', true);
    await create('a');
    await create('waiting', true);
    await waitFor('waiting', 'a');
    await finish('a');
    await deliver(log.facts);
    const sessionId = (startsOf('waiting')[0]?.data as { sessionId: string }).sessionId;
    const ending = { kind: 'failed', reason: 'model_error', message: 'No.', retryable: true } as const;
    const end = { kind: 'end-execution', taskId: 'waiting', sessionId, ending } as const;
    await handlers().tasks.handle(at('waiting'), end, cause());
    await deliver(log.facts);
    expect([startsOf('waiting'), startsOf('alone')].map(({ length }) => length)).toEqual([1, 0]);
  });

  it('do not start while their project is being deleted', async () => {
    for (const id of ['a', 'b']) await create(id);
    for (const id of ['x', 'y']) await create(id, true);
    await waitFor('x', 'a');
    await waitFor('y', 'b');
    await finish('b');
    const project = { projectId, context: 'project', id: projectId } as const;
    const scribe = new CommandHandler<null, NewFact>(
      log,
      { initialState: null, evolve: () => null, decide: (_, written) => [written] },
      { source: 'test' },
    );
    await scribe.handle(project, fact('podium.project.v1.ProjectDeleted', { projectId }), cause());
    await handlers().tasks.handle(at('a'), { kind: 'delete', taskId: 'a', evenIfActive: true }, cause());
    await deliver(log.facts);
    expect([startsOf('x'), startsOf('y')].map(({ length }) => length)).toEqual([0, 0]);
  });

  it('start once however late and often the facts come, and after crashes', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 5, maxLength: 30 }), async (picks) => {
        log = new InMemoryEventLog();
        for (const id of ['a', 'b']) await create(id);
        await create('waiting', true);
        for (const id of ['a', 'b']) await waitFor('waiting', id);
        for (const id of ['a', 'b']) await finish(id);
        const past = [...log.facts];
        for (const pick of picks) await deliver(past.slice(pick % past.length, (pick % past.length) + 2));
        await deliver(past);
        expect(startsOf('waiting')).toHaveLength(1);
      }),
      { numRuns: 50 },
    ));
});
