import { queueAggregates, taskIdOf, tellStory, type StoryRefusal, type StoryView } from '@podium/board';
import type { EventLog } from '@podium/event-sourcing';
import { outcomesOf, requestsTo, type OutcomeEnvelope, type RequestAddress } from '@podium/jetstream';
import type { Context, RecordedFact } from '@podium/proto';
import type { NatsConnection } from 'nats';
import { NamesInFacts } from '../identity/names-in-facts.ts';
import { inTime } from '../requests/in-time.ts';

/** How long the log may take. */
const timeoutMs = 2_500;

/** Id of the aggregate of a project that knows who waits for whom. */
const dependenciesId = 'dependencies';

/** Collects what the log knows of a card, by the literal subjects of the card, its sessions, its pod, queue and project. */
export class StoryReader {
  readonly #nc: NatsConnection;
  readonly #log: EventLog;

  constructor(nc: NatsConnection, log: EventLog) {
    this.#nc = nc;
    this.#log = log;
  }

  /** The story of a task so far; without entries where there is no such task. @throws LogUnavailableError */
  async of(projectId: string, taskId: string): Promise<StoryView> {
    return inTime(timeoutMs, this.#read(projectId, taskId));
  }

  async #read(projectId: string, taskId: string): Promise<StoryView> {
    const own = await this.#facts(projectId, 'task', taskId);
    const sessionIds = own.flatMap((fact) =>
      fact.type === 'podium.task.v1.TaskExecutionStarted' ? [fact.data.sessionId] : [],
    );
    const places: RequestAddress[] = [
      { projectId, lane: 'task', id: taskId },
      ...sessionIds.map((id): RequestAddress => ({ projectId, lane: 'session', id })),
    ];
    // Not about the card, but what leads from one of its facts to another.
    const asides: RequestAddress[] = [
      { projectId, lane: 'pod', id: projectId },
      ...queueAggregates.map((id): RequestAddress => ({ projectId, lane: 'session', id })),
      { projectId, lane: 'task', id: dependenciesId },
      ...sessionIds.map((id): RequestAddress => ({ projectId, lane: 'session-run', id })),
    ];
    const waits = await this.#facts(projectId, 'task', dependenciesId);
    const dependencies = waits.filter((fact) => taskIdOf(fact) === taskId);
    const [awaited, sessions, podFacts, queueFacts, projectFacts, requests, outcomes] = await Promise.all([
      // What happens to them may have begun this task.
      Promise.all(awaitedIn(dependencies).map((id) => this.#facts(projectId, 'task', id))),
      Promise.all(sessionIds.map((id) => this.#facts(projectId, 'session', id))),
      this.#facts(projectId, 'pod', projectId),
      Promise.all(queueAggregates.map((id) => this.#facts(projectId, 'session', id))),
      this.#facts(projectId, 'project', projectId),
      Promise.all([...places, ...asides].map((place) => requestsTo(this.#nc, place))),
      Promise.all(places.map((place) => outcomesOf(this.#nc, place))),
    ]);
    const facts = [...own, ...dependencies, ...sessions.flat()];
    const names = new NamesInFacts(projectFacts);
    const entries = tellStory({
      facts,
      waitFacts: [...podFacts, ...queueFacts.flat()],
      otherFacts: [...projectFacts, ...awaited.flat()],
      requests: requests.flat(),
      refusals: outcomes.flat().filter(isRefusal),
      nameOf: (id) => names.of(id),
    });
    return { task_id: taskId, entries, position: Math.max(0, ...facts.map(({ position }) => position)) };
  }

  async #facts(projectId: string, context: Context, id: string): Promise<RecordedFact[]> {
    return this.#log.load({ projectId, context, id });
  }
}

function isRefusal(outcome: OutcomeEnvelope): outcome is StoryRefusal {
  return /^podium\.(task|session)\.v1\.\w+Rejected$/.test(outcome.type);
}

/** The tasks that a task has ever waited for. */
function awaitedIn(dependencies: readonly RecordedFact[]): string[] {
  const ids = dependencies.flatMap((fact) =>
    fact.type === 'podium.task.v1.TaskDependencyAdded' ? [fact.data.dependsOnTaskId] : [],
  );
  return [...new Set(ids)];
}
