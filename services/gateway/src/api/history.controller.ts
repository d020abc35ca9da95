import { Controller, Inject, Query, UseInterceptors } from '@nestjs/common';
import type { StoryView, TimelineView } from '@podium/board';
import type { z } from 'zod';
import { ReadModel } from '../projections/read-model-queries.ts';
import { StoryReader } from '../story/story-reader.ts';
import { TimeTravel } from '../time-travel/time-travel.ts';
import { ApiRoute } from './api-route.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import { Freshness } from './freshness.ts';
import { ProjectId, TaskId } from './known-id.ts';
import { notFound } from './problems.ts';
import { storySchema, timelineQuerySchema, timelineSchema } from './schemas/history.ts';
import { freshnessQuerySchema } from './schemas/requests.ts';

/** What happened, and why. */
@Controller('api')
@UseInterceptors(Freshness)
export class HistoryController {
  constructor(
    @Inject(ReadModel) private readonly reads: ReadModel,
    @Inject(StoryReader) private readonly stories: StoryReader,
    @Inject(TimeTravel) private readonly timeTravel: TimeTravel,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
  ) {}

  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId/timeline',
    operationId: 'getTimeline',
    summary: "A project's history in marks, oldest first; look at any of them with the board's `at`",
    tag: 'log',
    query: timelineQuerySchema,
    cost: 1,
    status: 200,
    answer: timelineSchema,
    problems: [404],
  })
  timeline(
    @ProjectId() projectId: string,
    @Query({ schema: timelineQuerySchema }) { from, to, limit, cursor }: z.infer<typeof timelineQuerySchema>,
  ): Promise<TimelineView> {
    const start = cursor === undefined ? from : { position: Number(cursor) };
    return this.timeTravel.timeline(projectId, { from: start, to, limit });
  }

  @ApiRoute({
    method: 'get',
    path: '/tasks/:taskId/history',
    operationId: 'getTaskHistory',
    summary:
      'The story of a task: what happened to it and its sessions, each entry with its cause, and what was refused',
    tag: 'log',
    query: freshnessQuerySchema,
    cost: 1,
    status: 200,
    answer: storySchema,
    problems: [404],
  })
  async history(@TaskId() taskId: string): Promise<StoryView> {
    const task = await this.reads.tasks.findAnywhere(taskId);
    if (!task) throw notFound('task');
    return this.stories.of(task.project_id, taskId);
  }

  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId/tasks/:taskId/history',
    operationId: 'getTaskHistoryInProject',
    summary: 'The same of a task of this project, also after it was deleted',
    tag: 'log',
    cost: 1,
    status: 200,
    answer: storySchema,
    problems: [404],
  })
  async historyInProject(@ProjectId() projectId: string, @TaskId() taskId: string): Promise<StoryView> {
    await this.directory.assertExists(projectId);
    const story = await this.stories.of(projectId, taskId);
    if (story.entries.length === 0) throw notFound('task');
    return story;
  }
}
