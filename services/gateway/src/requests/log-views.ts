import {
  commentIdOf,
  foldComment,
  foldProject,
  foldSession,
  foldTask,
  sharedSessionAggregates,
  taskIdOf,
  type CommentView,
  type ProjectView,
  type SessionView,
  type TaskView,
} from '@podium/board';
import type { EventLog } from '@podium/event-sourcing';
import type { Context, RecordedFact } from '@podium/proto';
import { LRUCache } from 'lru-cache';
import { inTime } from './in-time.ts';

/** How long the log may take. */
const timeoutMs = 2_500;

/** Id of the aggregate of a project that knows who waits for whom. */
const dependenciesId = 'dependencies';

/** A view before and after something happened to it; null where there was or is none. */
export interface Change<View> {
  readonly before: View | null;
  readonly after: View | null;
}

/**
 * Views folded straight from the log: what a write is answered from, so that the answer contains the write and never
 * waits for the read model.
 */
export class LogViews {
  readonly #log: EventLog;
  readonly #dependencyFacts = new LRUCache<string, readonly RecordedFact[]>({ max: 500 });

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** The project as it was at a position (now, by default); null where there is none. @throws LogUnavailableError */
  async project(projectId: string, made: readonly RecordedFact[] = [], upTo?: number): Promise<ProjectView | null> {
    const facts = await this.#projectFacts(projectId, made, upTo);
    return facts.reduce<ProjectView | null>(foldProject, null);
  }

  /** The project as it was before and after some of its facts were made. @throws LogUnavailableError */
  async projectChange(projectId: string, made: readonly RecordedFact[], upTo?: number): Promise<Change<ProjectView>> {
    return change(await this.#projectFacts(projectId, made, upTo), made, foldProject);
  }

  /** The task as it is now; null where there is none. @throws LogUnavailableError */
  async task(projectId: string, taskId: string): Promise<TaskView | null> {
    return (await this.taskChange(projectId, taskId)).after;
  }

  /**
   * The task as it was before and after some of its facts were made (now, where none are named).
   *
   * @throws LogUnavailableError
   */
  async taskChange(
    projectId: string,
    taskId: string,
    made: readonly RecordedFact[] = [],
    upTo?: number,
  ): Promise<Change<TaskView>> {
    const isNew = made[0]?.type === 'podium.task.v1.TaskCreated';
    const [facts, dependencies] = await Promise.all([
      this.#facts({ projectId, context: 'task', id: taskId }, isNew ? made : [], upTo),
      isNew ? [] : this.#dependencies(projectId, taskId, upTo),
    ]);
    const all = dependencies.length > 0 ? [...facts, ...dependencies].sort((a, b) => a.position - b.position) : facts;
    return change(all, made, foldTask);
  }

  /** The comment as it was before and after some facts of its task were made. @throws LogUnavailableError */
  async commentChange(
    { projectId, taskId, commentId }: { projectId: string; taskId: string; commentId: string },
    made: readonly RecordedFact[],
    upTo?: number,
  ): Promise<Change<CommentView>> {
    const facts = await this.#facts({ projectId, context: 'task', id: taskId }, [], upTo);
    return change(
      facts.filter((fact) => commentIdOf(fact) === commentId),
      made,
      foldComment,
    );
  }

  /** The session as it is now; null where there is none. @throws LogUnavailableError */
  async session(projectId: string, sessionId: string): Promise<SessionView | null> {
    const facts = await this.history({ projectId, context: 'session', id: sessionId });
    return facts.reduce<SessionView | null>(foldSession, null);
  }

  /** A project's own facts and those about its queue, which are beside it. */
  async #projectFacts(
    projectId: string,
    made: readonly RecordedFact[],
    upTo = Number.POSITIVE_INFINITY,
  ): Promise<readonly RecordedFact[]> {
    if (made[0]?.type === 'podium.project.v1.ProjectCreated') return made;
    const own = this.history({ projectId, context: 'project', id: projectId });
    const queue = sharedSessionAggregates.map((id) => this.history({ projectId, context: 'session', id }));
    const facts = (await Promise.all([own, ...queue])).flat();
    return facts.filter(({ position }) => position <= upTo).sort((a, b) => a.position - b.position);
  }

  /** Who a task waits for, as far as facts tell: they are beside the task. */
  async #dependencies(projectId: string, taskId: string, upTo = Number.POSITIVE_INFINITY): Promise<RecordedFact[]> {
    const known = this.#dependencyFacts.get(projectId) ?? [];
    const aggregate = { projectId, context: 'task', id: dependenciesId } as const;
    const newer = await inTime(timeoutMs, this.#log.load(aggregate, known.at(-1)?.position ?? 0));
    const facts = newer.length > 0 ? [...known, ...newer] : known;
    this.#dependencyFacts.set(projectId, facts);
    return facts.filter((fact) => taskIdOf(fact) === taskId && fact.position <= upTo);
  }

  /** All facts of an aggregate. @throws LogUnavailableError */
  async history(aggregate: { projectId: string; context: Context; id: string }): Promise<RecordedFact[]> {
    return inTime(timeoutMs, this.#log.load(aggregate));
  }

  /** @param made the newest facts, where they are known: the first ones of an aggregate need no look into the log. */
  async #facts(
    aggregate: { projectId: string; context: Context; id: string },
    made: readonly RecordedFact[],
    upTo = Number.POSITIVE_INFINITY,
  ): Promise<readonly RecordedFact[]> {
    if (made[0]?.version === 1) return made;
    return (await this.history(aggregate)).filter((fact) => fact.position <= upTo);
  }
}

function change<View>(
  facts: readonly RecordedFact[],
  made: readonly RecordedFact[],
  fold: (view: View | null, fact: RecordedFact) => View | null,
): Change<View> {
  const first = made[0]?.position ?? Number.POSITIVE_INFINITY;
  const before = facts.filter(({ position }) => position < first).reduce<View | null>(fold, null);
  return { before, after: facts.filter(({ position }) => position >= first).reduce<View | null>(fold, before) };
}
