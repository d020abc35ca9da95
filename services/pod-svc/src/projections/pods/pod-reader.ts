import { headPosition } from '@podium/jetstream';
import type { ProjectionRunner } from '@podium/projections';
import { DATA_SOURCE, NATS, PROJECTIONS } from '@podium/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import type { DataSource } from 'typeorm';
import { PodActivity } from '../activity/pod-activity.ts';
import { PodRow } from './pod-row.ts';

/** How long a read waits for the projection to catch up. */
const waitMilliseconds = 10_000;

/** Reads which pods there are. */
@Injectable()
export class PodReader {
  readonly #dataSource: DataSource;
  readonly #projections: readonly ProjectionRunner[];
  readonly #nats: NatsConnection;

  constructor(
    @Inject(DATA_SOURCE) dataSource: DataSource,
    @Inject(PROJECTIONS) projections: readonly ProjectionRunner[],
    @Inject(NATS) nats: NatsConnection,
  ) {
    this.#dataSource = dataSource;
    this.#projections = projections;
    this.#nats = nats;
  }

  /** Projects whose pod is ready, no older than the log's end now. @throws when the tables don't get there. */
  async idsOfReady(): Promise<string[]> {
    await this.#untilCurrent();
    const rows = await this.#dataSource.getRepository(PodRow).findBy({ status: 'ready' });
    return rows.map((row) => row.project_id);
  }

  /** Ready pods that no session has needed since a time. @throws when the tables don't get to the log's end. */
  async unusedSince(time: Date): Promise<{ projectId: string; generation: number }[]> {
    await this.#untilCurrent();
    const rows = await this.#dataSource
      .getRepository(PodRow)
      .createQueryBuilder('pod')
      .innerJoin(PodActivity, 'activity', 'activity.project_id = pod.project_id')
      .where({ status: 'ready' })
      .andWhere("activity.active_sessions = '[]'::jsonb AND activity.last_used_at::timestamptz <= :time", { time })
      .getMany();
    return rows.map(({ project_id: projectId, generation }) => ({ projectId, generation }));
  }

  async #untilCurrent(): Promise<void> {
    const position = await headPosition(this.#nats);
    for (const projection of this.#projections) {
      if (await projection.waitFor(position, waitMilliseconds)) continue;
      throw new Error(`The projections of pods did not reach position ${position} in time`);
    }
  }
}
