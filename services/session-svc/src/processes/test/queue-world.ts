import { beginBoard, foldBoard, type BoardView } from '@podium/board';
import { WrittenHistory } from '@podium/board/testing';
import {
  FailureClass,
  SessionPhase,
  TaskPriority,
  TaskStatus,
  WorkspaceSource,
  type FactType,
  type MessageTypes,
  type RecordedFact,
  type SessionPriority,
} from '@podium/proto';
import { admissible, type Competitor } from '../../domain/admission.ts';
import type { ProjectSlots } from '../../projections/projects/project-slots.ts';
import type { QueuedSession } from '../../projections/queue/queued-session.ts';
import type { TaskDependency } from '../../projections/dependencies/task-dependency.ts';
import { sessionsProjection } from '../../projections/sessions-projection.ts';

const usage = { inputTokens: 1, outputTokens: 1, cachedTokens: 0, costUsd: 0 };
const epochMs = Date.UTC(2026, 0, 1);

/** The queue's tables in memory, folded by the real folds, with a log that is written by hand. */
export class QueueWorld {
  readonly limit: number;
  readonly #history = new WrittenHistory();
  readonly #tables = sessionsProjection.tables.map((fold) => ({ fold, rows: new Map<string, object>() }));
  readonly #boards = new Map<string, BoardView>();
  #minute = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get facts(): readonly RecordedFact[] {
    return this.#history.facts;
  }

  pass(minutes: number): void {
    this.#minute += minutes;
  }

  project(projectId: string, slots: number): void {
    const project = { projectId, name: projectId, description: '', source: WorkspaceSource.EMPTY };
    this.write(projectId, projectId, 'podium.project.v1.ProjectCreated', { ...project, maxConcurrentSessions: slots });
  }

  /** A task with a session that waits for a slot. */
  queue(projectId: string, id: string, priority: SessionPriority): void {
    const task = { taskId: taskOf(id), title: id, description: '', priority: TaskPriority.LOW, rank: 'a' };
    this.write(projectId, taskOf(id), 'podium.task.v1.TaskCreated', task);
    const ids = { sessionId: id, taskId: taskOf(id) };
    const queued = { ...ids, phase: SessionPhase.IMPLEMENTATION, title: id, prompt: id, requestedBy: 'user:ann' };
    this.write(projectId, id, 'podium.session.v1.SessionQueued', { ...queued, priority });
  }

  expedite(session: QueuedSession): void {
    this.#write(session, 'podium.session.v1.SessionExpedited', idsOf(session));
  }

  fail(session: QueuedSession): void {
    const failure = { reason: 'model_error', message: 'No.', failureClass: FailureClass.PERMANENT };
    this.#write(session, 'podium.session.v1.SessionFailed', {
      ...idsOf(session),
      ...failure,
      usage,
      outputChunks: 0,
    });
  }

  complete(session: QueuedSession): void {
    const { project_id: projectId } = session;
    const { taskId } = idsOf(session);
    const ended = { ...idsOf(session), summary: '', usage, outputChunks: 0 };
    this.#write(session, 'podium.session.v1.SessionCompleted', ended);
    const moved = { taskId, from: TaskStatus.IN_PROGRESS, to: TaskStatus.DONE, rank: 'a' };
    this.write(projectId, taskId, 'podium.task.v1.TaskMoved', moved);
  }

  retryLater(session: QueuedSession): void {
    const retry = { attempt: 2, maxAttempts: 4, dueAt: '', reason: 'busy', message: '', usage, outputChunks: 0 };
    this.#write(session, 'podium.session.v1.SessionRetryScheduled', { ...idsOf(session), ...retry });
  }

  requeue(session: QueuedSession): void {
    this.#write(session, 'podium.session.v1.SessionRequeued', { ...idsOf(session), reason: 'retry_due' });
  }

  depend(session: QueuedSession, on: string): void {
    const data = { taskId: session.task_id, dependsOnTaskId: taskOf(on) };
    this.write(session.project_id, 'dependencies', 'podium.task.v1.TaskDependencyAdded', data);
  }

  write<T extends FactType>(projectId: string, id: string, type: T, data: MessageTypes[T]): void {
    const time = new Date(epochMs + this.#minute * 60_000 + this.facts.length).toISOString();
    const fact = this.#history.write(projectId, id, type, data, { time }) as unknown as RecordedFact;
    for (const { fold, rows } of this.#tables) {
      const key = fold.keyOf(fact);
      if (key === null) continue;
      const row = fold.fold(rows.get(key) ?? null, fact);
      if (row) rows.set(key, row);
      else rows.delete(key);
    }
    const board = this.#boards.get(projectId);
    const after = board ? foldBoard(board, fact) : beginBoard(fact);
    if (after) this.#boards.set(projectId, after);
    else this.#boards.delete(projectId);
  }

  /** One look of the scheduler. */
  look(): void {
    for (const session of admissible(this.competitors(), this.limit)) {
      this.#write(session, 'podium.session.v1.SessionAdmitted', idsOf(session));
    }
  }

  /** As the queue's reader gives them, but without its cut at the free slots. */
  competitors(): Competitor<QueuedSession>[] {
    return this.slots.map((slots) => {
      const own = this.sessions.filter(({ project_id }) => project_id === slots.project_id);
      return {
        project_id: slots.project_id,
        slots: slots.paused || slots.over_budget ? 0 : slots.max_concurrent_sessions,
        running: own.filter(({ status }) => status === 'admitted').length,
        queued: own.filter((one) => one.status === 'queued' && !this.#isBlocked(one)).sort(inOrder),
      };
    });
  }

  get sessions(): QueuedSession[] {
    return this.#rows('queue') as QueuedSession[];
  }

  get slots(): ProjectSlots[] {
    return this.#rows('slots') as ProjectSlots[];
  }

  get boards(): readonly BoardView[] {
    return [...this.#boards.values()];
  }

  #isBlocked({ task_id: taskId }: QueuedSession): boolean {
    const open = new Set((this.#rows('open') as { task_id: string }[]).map(({ task_id }) => task_id));
    const dependencies = this.#rows('dependencies') as TaskDependency[];
    return dependencies.some(({ task_id, depends_on_task_id }) => task_id === taskId && open.has(depends_on_task_id));
  }

  #rows(table: 'queue' | 'slots' | 'dependencies' | 'open'): object[] {
    const names = { queue: 'QueuedSession', slots: 'ProjectSlots', dependencies: 'TaskDependency', open: 'OpenTask' };
    const found = this.#tables.find(({ fold }) => fold.entity.name === names[table]);
    return [...(found?.rows.values() ?? [])];
  }

  #write<T extends FactType>(session: QueuedSession, type: T, data: MessageTypes[T]): void {
    this.write(session.project_id, session.session_id, type, data);
  }
}

/** The task of a session of this world. */
export function taskOf(sessionId: string): string {
  return `task-of-${sessionId}`;
}

function idsOf({ session_id: sessionId, task_id: taskId }: QueuedSession): { sessionId: string; taskId: string } {
  return { sessionId, taskId };
}

function inOrder(one: QueuedSession, other: QueuedSession): number {
  const first = (one.expedited_position ?? Infinity) - (other.expedited_position ?? Infinity);
  if (first !== 0 && !Number.isNaN(first)) return first;
  return one.queue_time_ms - other.queue_time_ms || (one.session_id < other.session_id ? -1 : 1);
}
