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

  /** Everything that has not ended, first come first. */
  all(): Promise<QueuedSession[]> {
    return this.#dataSource.getRepository(QueuedSession).find({ order: { queued_position: 'ASC' } });
  }

  /** The project's sessions that had not ended at a position in the log. */
  async ofProject(projectId: string, position: number): Promise<QueuedSession[]> {
    if (!(await this.#projection.waitFor(position, waitMilliseconds))) {
      throw new Error(`The sessions projection did not reach position ${position} in time`);
    }
    return this.#dataSource.getRepository(QueuedSession).findBy({ project_id: projectId });
  }

  /** Slots by project id. */
  async slots(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#dataSource.getRepository(ProjectSlots).find();
    return new Map(rows.map((row) => [row.project_id, row.max_concurrent_sessions]));
  }
}
