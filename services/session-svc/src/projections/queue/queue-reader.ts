import { headPosition } from '@podium/jetstream';
import type { ProjectionRunner } from '@podium/projections';
import { DATA_SOURCE, NATS, PROJECTIONS } from '@podium/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import type { DataSource, EntityManager } from 'typeorm';
import type { Candidate, Competitor } from '../../domain/admission.ts';
import { ProjectSlots } from '../projects/project-slots.ts';
import { QueuedSession } from './queued-session.ts';

/** How long a read waits for the projection to reach a position. */
const waitMilliseconds = 10_000;

/** A session that may be admitted, with what its admission is caused by. */
export interface WaitingSession extends Candidate {
  readonly session_id: string;
  readonly project_id: string;
  readonly queued_fact_id: string;
  readonly correlation_id: string;
}

/** Reads the queue as the log has it, a few milliseconds behind unless a position is asked for. */
@Injectable()
export class QueueReader {
  readonly #dataSource: DataSource;
  readonly #projection: ProjectionRunner;
  readonly #nats: NatsConnection;
  /** The end of the newest exclusive work of this replica. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(DATA_SOURCE) dataSource: DataSource,
    @Inject(PROJECTIONS) [projection]: readonly [ProjectionRunner],
    @Inject(NATS) nats: NatsConnection,
  ) {
    this.#dataSource = dataSource;
    this.#projection = projection;
    this.#nats = nats;
  }

  /**
   * Gives out slots: nobody else does while the work runs, and it sees everything that was in the log when it began.
   * So what it admits is never more than what is free.
   *
   * Within a replica one waits for the other without a connection: those that wait in the database would take the pool's
   * last ones from the one that goes on, and from the projection that it waits for.
   */
  exclusively<T>(work: (competitors: Competitor<WaitingSession>[]) => Promise<T>): Promise<T> {
    const result = this.#last.then(() => this.#locked(work));
    // Who asked for it learns how it ended.
    this.#last = result.catch(() => undefined);
    return result;
  }

  #locked<T>(work: (competitors: Competitor<WaitingSession>[]) => Promise<T>): Promise<T> {
    return this.#dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('podium:session_svc:slots', 0))`);
      await this.#reach(await headPosition(this.#nats));
      return work(await competitors(manager));
    });
  }

  /** The project's sessions that had not ended at a position in the log. */
  async ofProject(projectId: string, position: number): Promise<QueuedSession[]> {
    await this.#reach(position);
    return this.#dataSource.getRepository(QueuedSession).findBy({ project_id: projectId });
  }

  /** The sessions that hold a slot of a project, as they were a moment ago. */
  async holdingSlots(projectId: string): Promise<QueuedSession[]> {
    return this.#dataSource.getRepository(QueuedSession).findBy({ project_id: projectId, status: 'admitted' });
  }

  /**
   * The sessions that hold a slot of a project whose budget is used up; none where it is not any more. A look for free
   * slots that was under way has ended, and later ones admit nothing.
   */
  async runningOverBudget(projectId: string, position: number): Promise<QueuedSession[]> {
    await this.#reach(position);
    return this.exclusively(async () => {
      const slots = await this.#dataSource.getRepository(ProjectSlots).findOneBy({ project_id: projectId });
      if (!slots?.over_budget) return [];
      return this.#dataSource.getRepository(QueuedSession).findBy({ project_id: projectId, status: 'admitted' });
    });
  }

  async #reach(position: number): Promise<void> {
    if (await this.#projection.waitFor(position, waitMilliseconds)) return;
    throw new Error(`The sessions projection did not reach position ${position} in time`);
  }
}

/**
 * Every project that is there and has sessions in the queue, in one statement so that all is of one moment. Sessions
 * whose tasks wait for others are left out, and so are those of a deleted project: they are being stopped.
 */
async function competitors(manager: EntityManager): Promise<Competitor<WaitingSession>[]> {
  return manager.query<Competitor<WaitingSession>[]>(`
    SELECT slots.project_id, slots.slots, slots.running, coalesce(waiting.queued, '[]') AS queued
      FROM (SELECT s.project_id,
                   CASE WHEN s.paused OR s.over_budget THEN 0 ELSE s.max_concurrent_sessions END AS slots,
                   (count(*) FILTER (WHERE q.status = 'admitted'))::int AS running
              FROM queue q
              JOIN project_slots s ON s.project_id = q.project_id
             GROUP BY s.project_id) slots
      LEFT JOIN LATERAL (
           SELECT json_agg(next) AS queued
             FROM (SELECT q.session_id, q.project_id, q.queue_time_ms, q.queued_fact_id, q.correlation_id
                     FROM queue q
                    WHERE q.project_id = slots.project_id AND q.status = 'queued'
                      AND NOT EXISTS (SELECT FROM task_dependencies d
                                        JOIN open_tasks t ON t.task_id = d.depends_on_task_id
                                       WHERE d.task_id = q.task_id)
                    ORDER BY q.expedited_position NULLS LAST, q.queue_time_ms, q.session_id COLLATE "C"
                    LIMIT greatest(0, slots.slots - slots.running)) next
           ) waiting ON true`);
}
