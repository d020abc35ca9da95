import { projectIdOf, type RecordedFact } from '@podium/proto';
import { LRUCache } from 'lru-cache';
import { notFound } from '../api/problems.ts';
import type { LogViews } from './log-views.ts';

/** Which projects there are, exactly, without asking the log for each request. */
export class ProjectDirectory {
  readonly #views: LogViews;
  readonly #known = new LRUCache<string, boolean>({ max: 10_000 });

  constructor(views: LogViews) {
    this.#views = views;
  }

  /** @throws ProblemError 404 where there is no such project; LogUnavailableError */
  async assertExists(projectId: string): Promise<void> {
    const isThere = this.#known.get(projectId) ?? (await this.#views.project(projectId)) !== null;
    // A deletion that came while the log was read is the newer truth.
    if (!isThere || this.#known.get(projectId) === false) throw notFound('project');
    this.#known.set(projectId, true);
  }

  /** Facts in the order of the log. */
  observe(facts: readonly RecordedFact[]): void {
    for (const fact of facts) {
      if (fact.type === 'podium.project.v1.ProjectCreated') this.#known.set(projectIdOf(fact), true);
      if (fact.type === 'podium.project.v1.ProjectDeleted') this.#known.set(projectIdOf(fact), false);
    }
  }
}
