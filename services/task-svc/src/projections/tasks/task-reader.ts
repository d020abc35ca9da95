import type { ProjectionRunner } from '@podium/projections';
import { DATA_SOURCE, PROJECTIONS } from '@podium/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { TaskRow } from './task-row.ts';

/** How long a read waits for the projection to reach a position. */
const waitMilliseconds = 10_000;

/** Reads which tasks there are. */
@Injectable()
export class TaskReader {
  readonly #dataSource: DataSource;
  readonly #projections: readonly ProjectionRunner[];

  constructor(
    @Inject(DATA_SOURCE) dataSource: DataSource,
    @Inject(PROJECTIONS) projections: readonly ProjectionRunner[],
  ) {
    this.#dataSource = dataSource;
    this.#projections = projections;
  }

  /** Ids of the project's tasks that existed at a position in the log. @throws when the tables don't get there. */
  async idsOfProject(projectId: string, position: number): Promise<string[]> {
    for (const projection of this.#projections) {
      if (!(await projection.waitFor(position, waitMilliseconds))) {
        throw new Error(`The tasks projection did not reach position ${position} in time`);
      }
    }
    const rows = await this.#dataSource.getRepository(TaskRow).findBy({ project_id: projectId });
    return rows.map((row) => row.task_id);
  }
}
