import { describe, expect, it } from '@jest/globals';
import { CommandHandler, fact, type Decider, type NewFact } from '@podium/event-sourcing';
import { InMemoryEventLog } from '@podium/event-sourcing/testing';
import { FailureClass, TaskPriority, WorkspaceSource, type Recorded, type RecordedFact } from '@podium/proto';
import fc from 'fast-check';
import { taskDecider } from '../domain/task-decider.ts';
import { SampleTasks } from './sample-tasks.ts';
import { TaskExecution } from './task-execution.ts';

/**
 * Process managers see facts again, late and after crashes: whatever the deliveries, the tasks end as with one delivery
 * of each fact in its order.
 */

const projectId = 'p1';
const now = () => '2026-01-01T00:00:00.000Z';
const nothingUsed = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: 0 };
type Ending = 'completed' | 'failed' | 'cancelled';
const endings: readonly Ending[] = ['completed', 'failed', 'cancelled'];

/** Writes down whatever it is told: stands in for the other services. */
const scribe: Decider<null, readonly NewFact[]> = {
  initialState: null,
  decide: (_, facts) => facts,
  evolve: () => null,
};

/** Executed tasks, each with the end of its session, and the creation of a sample project. */
async function history(log: InMemoryEventLog, ends: readonly Ending[]): Promise<RecordedFact[]> {
  const tasks = new CommandHandler(log, taskDecider, { source: 'test', now });
  const others = new CommandHandler(log, scribe, { source: 'test', now });
  const facts: RecordedFact[] = [];
  const cause = (id: string) => ({ id, correlationId: id, actor: 'user:test' });
  const write = async (context: 'project' | 'session', id: string, written: NewFact) => {
    const outcome = await others.handle({ projectId, context, id }, [written], cause(`${id}-written`));
    if (outcome.kind === 'accepted') facts.push(...outcome.facts);
  };
  const project = { projectId, name: 'A', description: '', source: WorkspaceSource.SAMPLE, maxConcurrentSessions: 3 };
  await write('project', projectId, fact('podium.project.v1.ProjectCreated', project));
  for (const [index, ending] of ends.entries()) {
    const [taskId, sessionId] = [`t${index}`, `s${index}`];
    const aggregate = { projectId, context: 'task', id: taskId } as const;
    const task = { taskId, title: 'A', description: '', priority: TaskPriority.LOW, rank: 'a0' };
    await tasks.handle(aggregate, { kind: 'create', ...task }, cause(`${taskId}-create`));
    await tasks.handle(aggregate, { kind: 'execute', taskId, sessionId }, cause(`${taskId}-execute`));
    await write('session', sessionId, endOf(ending, { taskId, sessionId }));
  }
  return facts;
}

function endOf(ending: Ending, ids: { taskId: string; sessionId: string }): NewFact {
  const tally = { ...ids, usage: nothingUsed, outputChunks: 0 };
  switch (ending) {
    case 'completed':
      return fact('podium.session.v1.SessionCompleted', { ...tally, summary: 'Done.' });
    case 'cancelled':
      return fact('podium.session.v1.SessionCancelled', { ...tally, reason: 'stopped' });
    case 'failed':
      return fact('podium.session.v1.SessionFailed', {
        ...tally,
        reason: 'model_error',
        message: 'No.',
        failureClass: FailureClass.TRANSIENT,
      });
  }
}

/** A process that has just started: what an earlier one had in memory is gone. */
function started(log: InMemoryEventLog): (fact: RecordedFact) => Promise<void> {
  const tasks = new CommandHandler(log, taskDecider, { source: 'task-svc', now });
  const [execution, samples] = [new TaskExecution(tasks), new SampleTasks(tasks)];
  return (each) =>
    each.type === 'podium.project.v1.ProjectCreated'
      ? samples.projectCreated(each)
      : execution.sessionEnded(each as Parameters<TaskExecution['sessionEnded']>[0]);
}

/** What the log says of the tasks in the end, whatever the order in which different tasks were written. */
async function tasksIn(log: InMemoryEventLog, ids: readonly string[]): Promise<unknown[]> {
  const all = await Promise.all(ids.map((id) => log.load({ projectId, context: 'task', id })));
  return all.map((facts) =>
    facts.map(({ type, id, data, version, causationid }: Recorded) => ({ type, id, data, version, causationid })),
  );
}

describe('process managers of task-svc', () => {
  it('leave the same facts whatever is delivered twice, late, or again after a crash', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...endings), { minLength: 1, maxLength: 5 }),
        fc.infiniteStream(fc.record({ pick: fc.nat(), crashes: fc.boolean(), repeats: fc.boolean() })),
        async (ends, chances) => {
          const [calm, disturbed] = [new InMemoryEventLog(), new InMemoryEventLog()];
          const calmFacts = await history(calm, ends);
          const undisturbed = started(calm);
          for (const each of calmFacts) await undisturbed(each);

          const waiting = [...(await history(disturbed, ends))];
          const handled: RecordedFact[] = [];
          let deliver = started(disturbed);
          while (waiting.length > 0) {
            const { pick, crashes, repeats } = chances.next().value;
            // Facts of different aggregates may overtake each other.
            const [next] = waiting.splice(pick % waiting.length, 1);
            if (!next) break;
            await deliver(next);
            handled.push(next);
            if (repeats) await deliver(handled[pick % handled.length] ?? next);
            if (crashes) {
              // Not acknowledged: a new process gets it once more.
              deliver = started(disturbed);
              await deliver(next);
            }
          }
          const ids = [...ends.keys()].map((index) => `t${index}`);
          expect(await tasksIn(disturbed, ids)).toEqual(await tasksIn(calm, ids));
          expect(taskIdsIn(disturbed)).toEqual(taskIdsIn(calm));
        },
      ),
      { numRuns: 200 },
    ));
});

function taskIdsIn(log: InMemoryEventLog): string[] {
  return log.facts
    .filter(({ type }) => type === 'podium.task.v1.TaskCreated')
    .map(({ subject }) => subject)
    .sort();
}
