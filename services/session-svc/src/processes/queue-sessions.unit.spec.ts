import { describe, expect, it } from '@jest/globals';
import { CommandHandler, fact, type Aggregate } from '@podium/event-sourcing';
import { InMemoryEventLog } from '@podium/event-sourcing/testing';
import { TaskPriority, TaskStatus, type Recorded } from '@podium/proto';
import { sessionDecider } from '../domain/session-decider.ts';
import { QueueSessions } from './queue-sessions.ts';

const projectId = 'p1';

/** Counts how often somebody looks at a project. */
class WatchedLog extends InMemoryEventLog {
  looks = 0;

  override load(aggregate: Aggregate, after?: number): ReturnType<InMemoryEventLog['load']> {
    if (aggregate.context === 'project') this.looks += 1;
    return super.load(aggregate, after);
  }
}

function setUp() {
  const log = new WatchedLog();
  const sessions = new CommandHandler(log, sessionDecider, { source: 'session-svc' });
  const queue = new QueueSessions(sessions, { ofProject: () => Promise.resolve([]) }, log);
  const execute = (number: number) => queue.executionStarted(started(number));
  const typesOf = async (number: number) =>
    (await log.load({ projectId, context: 'session', id: `s${number}` })).map(({ type }) => type.split('.').at(-1));
  return { log, execute, typesOf };
}

function started(number: number): Recorded<'podium.task.v1.TaskExecutionStarted'> {
  const [taskId, sessionId] = [`t${number}`, `s${number}`];
  const { type, data } = fact('podium.task.v1.TaskExecutionStarted', {
    taskId,
    sessionId,
    title: 'A',
    prompt: 'A',
    priority: TaskPriority.LOW,
    from: TaskStatus.TODO,
    to: TaskStatus.IN_PROGRESS,
  });
  return {
    ...{ specversion: '1.0', datacontenttype: 'application/json', source: '/podium/test', dataschema: 'podium:test' },
    ...{ id: `started-${number}`, correlationid: 'c', causationid: 'c', actor: 'user:test' },
    ...{ subject: `${projectId}/task/${taskId}`, time: '2026-01-01T00:00:00.000Z', version: 1, position: 100 + number },
    type,
    data,
  } as Recorded<'podium.task.v1.TaskExecutionStarted'>;
}

describe('QueueSessions', () => {
  it('looks once for many executions of a moment whether their project is deleted, and again for later ones', async () => {
    const { log, execute, typesOf } = setUp();
    await Promise.all(Array.from({ length: 20 }, (_, number) => execute(number)));
    expect(log.looks).toBe(1);
    expect(await typesOf(19)).toEqual(['SessionQueued']);

    const scribe = { initialState: null, decide: () => [deleted], evolve: () => null };
    const deleted = fact('podium.project.v1.ProjectDeleted', { projectId });
    await new CommandHandler(log, scribe, { source: 'test' }).handle(
      { projectId, context: 'project', id: projectId },
      null,
      { id: 'delete', correlationId: 'c', actor: 'user:test' },
    );
    const before = log.looks;
    await Promise.all([execute(20), execute(21)]);
    expect(log.looks).toBe(before + 1);
    expect(await typesOf(20)).toEqual(['SessionQueued', 'SessionCancelled']);
    expect(await typesOf(21)).toEqual(['SessionQueued', 'SessionCancelled']);
  });

  it('looks again after a look that failed', async () => {
    const { log, execute, typesOf } = setUp();
    const load = log.load.bind(log);
    log.load = () => Promise.reject(new Error('away'));
    await expect(Promise.all([execute(1), execute(2)])).rejects.toThrow('away');
    log.load = load;
    await execute(1);
    expect(await typesOf(1)).toEqual(['SessionQueued']);
  });
});
