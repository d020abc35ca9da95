import { Body, Controller, Inject, UseInterceptors } from '@nestjs/common';
import { z } from 'zod';
import { Bulk, type BulkResult } from '../requests/bulk.ts';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import { Written } from '../requests/written.ts';
import { ApiRoute } from './api-route.ts';
import { ProjectId } from './known-id.ts';
import { bulkSchema, undoSchema, type BulkBody } from './schemas/tasks.ts';
import { problemSchema, taskSchema } from './schemas/views.ts';
import { WriteAnswers } from './write-answers.ts';

const bulkAnswerSchema = z
  .object({
    results: z.array(
      z.object({
        task_id: z.string(),
        status: z.enum(['done', 'unchanged', 'refused', 'pending']),
        task: taskSchema.nullable(),
        problem: problemSchema.nullable(),
        undo: undoSchema.nullable(),
      }),
    ),
    position: z.int().nullable().meta({ description: 'Contains all of it; null where nothing was written.' }),
  })
  .meta({ id: 'BulkAnswer' });

/** One thing for many tasks. */
@Controller('api')
@UseInterceptors(WriteAnswers)
export class BulkController {
  constructor(
    @Inject(Bulk) private readonly bulk: Bulk,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
  ) {}

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/tasks/bulk',
    operationId: 'changeTasks',
    summary: 'Do one thing with up to 200 tasks; each goes well or not by itself',
    tag: 'tasks',
    body: bulkSchema,
    status: 200,
    answer: bulkAnswerSchema,
    problems: [404],
  })
  async change(
    @ProjectId() projectId: string,
    @Body({ schema: bulkSchema }) body: BulkBody,
    @IntentOf() intent: Intent,
  ): Promise<Written<{ results: BulkResult[]; position: number | null }>> {
    await this.directory.assertExists(projectId);
    const { results, position } = await this.bulk.carryOut(projectId, body, intent);
    return new Written({ results, position: position ?? null }, position);
  }
}
