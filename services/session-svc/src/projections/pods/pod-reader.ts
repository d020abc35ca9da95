import { DATA_SOURCE } from '@podium/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { PodEndpoint } from './pod-endpoint.ts';

/** Reads pods as the log has them, a few milliseconds behind. */
@Injectable()
export class PodReader {
  readonly #dataSource: DataSource;

  constructor(@Inject(DATA_SOURCE) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  find(projectId: string): Promise<PodEndpoint | null> {
    return this.#dataSource.getRepository(PodEndpoint).findOneBy({ project_id: projectId });
  }
}
