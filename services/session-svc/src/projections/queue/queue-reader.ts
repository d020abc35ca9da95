import type { ProjectionRunner } from '@podium/projections';
import { DATA_SOURCE, PROJECTIONS } from '@podium/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';

import { ProjectSlots } from '../projects/project-slots.ts';
import { QueuedSession } from './queued-session.ts';

/** How long a read waits for the projection to reach a position. */
const waitMilliseconds = 10_000;

/** Reads the queue as the log has it, a few milliseconds behind unless a position is asked for. */
@Injectable()
export class QueueReader {
  readonly #dataSource: DataSource;
  readonly #projection: ProjectionRunner;

  constructor(
    @Inject(DATA_SOURCE) dataSource: DataSource,
    @Inject(PROJECTIONS) [projection]: readonly [ProjectionRunner],
  ) {
    this.#dataSource = dataSource;
    this.#projection = projection;
  }

  /** Projects in which someone waits for a slot. */
  async waitingProjects(): Promise<string[]> {
    const rows = await this.#dataSource
      .getRepository(QueuedSession)
      .createQueryBuilder('queue')
      .select('DISTINCT queue.project_id', 'project_id')
      .where({ status: 'queued' })
      .getRawMany<{ project_id: string }>();
    return rows.map((row) => row.project_id);
  }

  /** How many sessions a project may run at once; 0 for a project that is not there. */
  async slots(projectId: string): Promise<number> {
    const row = await this.#dataSource.getRepository(ProjectSlots).findOneBy({ project_id: projectId });
    return row?.max_concurrent_sessions ?? 0;
  }

  /** The project's sessions that hold a slot, and the first that wait for one, in the order of their arrival. */
  async contenders(projectId: string, slots: number): Promise<QueuedSession[]> {
    const sessions = this.#dataSource.getRepository(QueuedSession);
    const [admitted, queued] = await Promise.all([
      sessions.findBy({ project_id: projectId, status: 'admitted' }),
      sessions.find({
        where: { project_id: projectId, status: 'queued' },
        order: { queued_position: 'ASC' },
        take: slots,
      }),
    ]);
    return [...admitted, ...queued];
  }

  /** The project's sessions that had not ended at a position in the log. */
  async ofProject(projectId: string, position: number): Promise<QueuedSession[]> {
    if (!(await this.#projection.waitFor(position, waitMilliseconds))) {
      throw new Error(`The sessions projection did not reach position ${position} in time`);
    }
    return this.#dataSource.getRepository(QueuedSession).findBy({ project_id: projectId });
  }
}
