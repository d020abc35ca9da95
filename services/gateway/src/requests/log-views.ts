import { foldProject, foldSession, foldTask, type ProjectView, type SessionView, type TaskView } from '@podium/board';
import type { EventLog } from '@podium/event-sourcing';
import type { Context, RecordedFact } from '@podium/proto';
import { inTime } from './in-time.ts';

/** How long the log may take. */
const timeoutMs = 2_500;

/**
 * Views folded straight from the log: what a write is answered from, so that the answer contains the write and never
 * waits for the read model.
 */
export class LogViews {
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** The project as it was at a position (now, by default); null where there is none. @throws LogUnavailableError */
  async project(projectId: string, made: readonly RecordedFact[] = [], upTo?: number): Promise<ProjectView | null> {
    const facts = await this.#facts({ projectId, context: 'project', id: projectId }, made, upTo);
    return facts.reduce<ProjectView | null>(foldProject, null);
  }

  /** The task as it was at a position (now, by default); null where there is none. @throws LogUnavailableError */
  async task(
    projectId: string,
    taskId: string,
    made: readonly RecordedFact[] = [],
    upTo?: number,
  ): Promise<TaskView | null> {
    const facts = await this.#facts({ projectId, context: 'task', id: taskId }, made, upTo);
    return facts.reduce<TaskView | null>(foldTask, null);
  }

  /** The session as it is now; null where there is none. @throws LogUnavailableError */
  async session(projectId: string, sessionId: string): Promise<SessionView | null> {
    const facts = await this.history({ projectId, context: 'session', id: sessionId });
    return facts.reduce<SessionView | null>(foldSession, null);
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
