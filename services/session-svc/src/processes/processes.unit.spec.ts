import { describe, expect, it } from '@jest/globals';
import { CommandHandler, fact, type Decider, type NewFact } from '@podium/event-sourcing';
import { InMemoryEventLog } from '@podium/event-sourcing/testing';
import { OutputKind, TaskPriority, TaskStatus, type Recorded, type RecordedFact } from '@podium/proto';
import fc from 'fast-check';
import { sessionDecider } from '../domain/session-decider.ts';
import type { QueuedSession } from '../projections/queue/queued-session.ts';
import { DispatchAgain } from '../reconciliation/dispatch-again.ts';
import { ArchiveOutput } from './archive-output.ts';
import { DispatchSessions } from './dispatch-sessions.ts';
import { QueueSessions } from './queue-sessions.ts';

/**
 * Process managers see facts again, late and after crashes: whatever the deliveries, sessions, work messages and
 * archives end as with one delivery of each fact in its order.
 */

const projectId = 'p1';
const now = () => '2026-01-01T00:00:00.000Z';
const usage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: 0 };

/** Writes down whatever it is told: stands in for the other services, and for runners. */
const scribe: Decider<null, readonly NewFact[]> = {
  initialState: null,
  decide: (_, facts) => facts,
  evolve: () => null,
};

/** How far each session of the history has come, and whether the project is deleted in the end. */
interface Past {
  readonly sessions: readonly ('executed' | 'admitted' | 'recovered' | 'completed')[];
  readonly isDeleted: boolean;
}

/** What is outside of the log: what the stream of output, the archive and the stream of requests hold. */
class World {
  readonly log = new InMemoryEventLog();
  readonly output = new Map<string, string[]>();
  readonly archived = new Map<string, number>();
  readonly requests = new Map<string, string>();

  /** A process that has just started: what an earlier one had in memory is gone. */
  started(): (fact: RecordedFact) => Promise<void> {
    const sessions = new CommandHandler(this.log, sessionDecider, { source: 'session-svc', now });
    const queue = new QueueSessions(sessions, { ofProject: () => Promise.resolve(this.#open()) }, this.log);
    const publisher = { publish: this.#publish };
    const [dispatch, again] = [new DispatchSessions(publisher), new DispatchAgain(publisher)];
    const archive = new ArchiveOutput(
      {
        readAll: (_, sessionId) =>
          Promise.resolve((this.output.get(sessionId) ?? []).map((text, index) => recorded(sessionId, text, index))),
        deleteProject: () => Promise.resolve(this.output.clear()),
      },
      {
        put: (_, sessionId, output) => Promise.resolve(void this.archived.set(sessionId, output.length)),
        deleteProject: () => {
          const { size } = this.archived;
          this.archived.clear();
          return Promise.resolve(size);
        },
      },
      this.log,
    );
    return async (each) => {
      switch (each.type) {
        case 'podium.task.v1.TaskExecutionStarted':
          return queue.executionStarted(each);
        case 'podium.session.v1.SessionAdmitted':
          return dispatch.admitted(each);
        case 'podium.session.v1.SessionRecovered':
          return again.recovered(each);
        case 'podium.session.v1.SessionCompleted':
          return archive.sessionEnded(each);
        case 'podium.project.v1.ProjectDeleted':
          // Two consumers of their own.
          await queue.projectDeleted(each);
          return archive.projectDeleted(each);
        default:
          return;
      }
    };
  }

  readonly #publish: ConstructorParameters<typeof DispatchSessions>[0]['publish'] = async (to, type, data, from) => {
    this.requests.set(from.requestId, `${type} ${to.id} ${from.causationId}`);
    return Promise.resolve({ ...from, type, data } as never);
  };

  /** What the queue's table would have. */
  #open(): QueuedSession[] {
    const ended = new Set(this.log.facts.filter(isEnd).map(({ subject }) => subject));
    return this.log.facts
      .filter((each) => each.type === 'podium.session.v1.SessionQueued' && !ended.has(each.subject))
      .map(({ data }) => data as Recorded<'podium.session.v1.SessionQueued'>['data'])
      .map(({ sessionId, taskId }) => ({ session_id: sessionId, task_id: taskId }) as QueuedSession);
  }
}

const isEnd = ({ type }: RecordedFact): boolean => /Session(Completed|Failed|Cancelled)$/.test(type);

function recorded(
  sessionId: string,
  text: string,
  index: number,
): { sequence: number; chunk: ReturnType<typeof chunkOf> } {
  return { sequence: index + 1, chunk: chunkOf(sessionId, text, index + 1) };
}

function chunkOf(
  sessionId: string,
  text: string,
  number: number,
): {
  sessionId: string;
  number: number;
  kind: OutputKind;
  text: string;
  time: string;
  partOffset: number;
} {
  return { sessionId, number, kind: OutputKind.TEXT, text, time: now(), partOffset: 0 };
}

/** Writes the past into the world. Returns the facts that the processes have to see. */
async function write(world: World, { sessions, isDeleted }: Past): Promise<RecordedFact[]> {
  const others = new CommandHandler(world.log, scribe, { source: 'test', now });
  const facts: RecordedFact[] = [];
  const add = async (context: 'project' | 'task' | 'session', id: string, written: readonly NewFact[]) => {
    const cause = { id: `${context}-${id}`, correlationId: id, actor: 'user:test' };
    const outcome = await others.handle({ projectId, context, id }, written, cause);
    if (outcome.kind === 'accepted') facts.push(...outcome.facts);
  };
  for (const [index, how] of sessions.entries()) {
    const [taskId, sessionId] = [`t${index}`, `s${index}`];
    if (how === 'executed') await add('task', taskId, [executed(taskId, sessionId)]);
    else await add('session', sessionId, lifeOf(how, taskId, sessionId));
    if (how === 'completed') world.output.set(sessionId, ['One.', 'Two.']);
  }
  if (isDeleted) await add('project', projectId, [fact('podium.project.v1.ProjectDeleted', { projectId })]);
  return facts;
}

function executed(taskId: string, sessionId: string): NewFact {
  const task = { taskId, sessionId, title: 'A', prompt: 'A', priority: TaskPriority.LOW };
  return fact('podium.task.v1.TaskExecutionStarted', { ...task, from: TaskStatus.TODO, to: TaskStatus.IN_PROGRESS });
}

function lifeOf(how: Past['sessions'][number], taskId: string, sessionId: string): NewFact[] {
  const ids = { sessionId, taskId };
  const life: NewFact[] = [fact('podium.session.v1.SessionAdmitted', ids)];
  if (how === 'recovered') life.push(fact('podium.session.v1.SessionRecovered', { ...ids, problem: 'work_lost' }));
  if (how !== 'completed') return life;
  return [...life, fact('podium.session.v1.SessionCompleted', { ...ids, summary: '', usage, outputChunks: 2 })];
}

/** All that the processes did, without the order in which different aggregates were served. */
async function endOf(world: World, { sessions, isDeleted }: Past): Promise<unknown> {
  const aggregates = [...sessions.keys()].map((index) => ({ projectId, context: 'session', id: `s${index}` }) as const);
  const facts = await Promise.all(aggregates.map((aggregate) => world.log.load(aggregate)));
  return {
    // Which of its two causes stops a session of a deleted project depends on which one comes first.
    sessions: facts.map((all) => all.map(({ type, id, version }) => ({ type, version, id: isDeleted ? '' : id }))),
    requests: [...world.requests].sort(),
    archived: [...world.archived].sort(),
    output: [...world.output.keys()],
  };
}

const pasts = fc.record({
  sessions: fc.array(fc.constantFrom('executed', 'admitted', 'recovered', 'completed'), { minLength: 1, maxLength: 5 }),
  isDeleted: fc.boolean(),
});
const chances = fc.infiniteStream(fc.record({ pick: fc.nat(), crashes: fc.boolean(), repeats: fc.boolean() }));

describe('process managers of session-svc', () => {
  it('leave the same behind whatever is delivered twice, late, or again after a crash', () =>
    fc.assert(
      fc.asyncProperty(pasts, chances, async (past: Past, chance) => {
        const [calm, disturbed] = [new World(), new World()];
        const undisturbed = calm.started();
        for (const each of await write(calm, past)) await undisturbed(each);

        const waiting = [...(await write(disturbed, past))];
        const handled: RecordedFact[] = [];
        let deliver = disturbed.started();
        while (waiting.length > 0) {
          const { pick, crashes, repeats } = chance.next().value;
          // Facts of different aggregates may overtake each other; those of one aggregate do not.
          const first = waiting.filter(
            ({ subject }, index) => waiting.findIndex((w) => w.subject === subject) === index,
          );
          const next = first[pick % first.length];
          if (!next) break;
          waiting.splice(waiting.indexOf(next), 1);
          await deliver(next);
          handled.push(next);
          if (repeats) await deliver(handled[pick % handled.length] ?? next);
          if (crashes) {
            // Not acknowledged: a new process gets it once more.
            deliver = disturbed.started();
            await deliver(next);
          }
        }
        expect(await endOf(disturbed, past)).toEqual(await endOf(calm, past));
      }),
      { numRuns: 200 },
    ));
});
