import type { DataSource } from 'typeorm';
import { ProjectQueries } from './project-queries.ts';
import { readModelError } from './read-model-error.ts';
import { TaskQueries } from './task-queries.ts';

/** What the API reads. Rows are views: their columns have the names and types of @podium/board. */
export class ReadModel {
  readonly projects: ProjectQueries;
  readonly tasks: TaskQueries;
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
    this.projects = new ProjectQueries(this);
    this.tasks = new TaskQueries(this);
  }

  /** @throws ProblemError 503 where the read model is away. */
  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    try {
      return await this.#dataSource.query<Row[]>(sql, [...parameters]);
    } catch (error) {
      throw readModelError(error);
    }
  }
}
