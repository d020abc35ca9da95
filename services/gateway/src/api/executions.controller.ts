import { Body, Controller, Inject, UseInterceptors } from '@nestjs/common';
import type { SessionStatusName, TaskView } from '@podium/board';
import { z } from 'zod';
import { acceptedOf, Asker, type Accepted } from '../requests/ask.ts';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { LogViews } from '../requests/log-views.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import { Writer, type Answer } from '../requests/writer.ts';
import { Written, type PendingRequest } from '../requests/written.ts';
import { problemOf } from '@podium/service-kit';
import { ApiRoute } from './api-route.ts';
import { ProjectId, TaskId } from './known-id.ts';
import { present } from './present.ts';
import { gatewayProblems, notFound } from './problems.ts';
import { executeTaskSchema, executionSchema } from './schemas/requests.ts';
import { WriteAnswers } from './write-answers.ts';

interface Execution {
  readonly session_id: string;
  readonly status: SessionStatusName;
  readonly position: number;
}

type ExecutionAnswer = Promise<Written<Execution> | PendingRequest>;

const tag = 'tasks';

/** Putting an agent to work on a task, and stopping it. Neither waits for the agent. */
@Controller('api')
@UseInterceptors(WriteAnswers)
export class ExecutionsController {
  constructor(
    @Inject(Writer) private readonly writer: Writer,
    @Inject(Asker) private readonly asker: Asker,
    @Inject(LogViews) private readonly views: LogViews,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
  ) {}

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/tasks/:taskId/execute',
    operationId: 'executeTask',
    summary: 'Put an agent to work on a task in TODO',
    tag,
    body: executeTaskSchema,
    isBodyOptional: true,
    status: 202,
    answer: executionSchema,
    problems: [404, 409, 502],
  })
  async execute(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Body({ schema: executeTaskSchema.default({}) })
    { prompt, model, continues_session_id: earlier }: z.infer<typeof executeTaskSchema>,
    @IntentOf() intent: Intent,
  ): ExecutionAnswer {
    await this.directory.assertExists(projectId);
    const sessionId = intent.newId('session');
    return this.writer.write(
      {
        to: { projectId, id: taskId },
        type: 'podium.task.v1.TaskExecuteRequested',
        data: present({
          taskId,
          sessionId,
          prompt,
          options: model && { model: { providerId: model.provider_id, modelId: model.model_id }, attachments: [] },
          continues: earlier === undefined ? undefined : { sessionId: earlier },
        }),
      },
      intent,
      ({ position = 0 }) => execution(sessionId, 'queued', position),
    );
  }

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/tasks/:taskId/stop',
    operationId: 'stopTask',
    summary: 'Stop the agent that works on a task',
    tag,
    status: 202,
    answer: executionSchema,
    problems: [404, 409],
  })
  async stop(@ProjectId() projectId: string, @TaskId() taskId: string, @IntentOf() intent: Intent): ExecutionAnswer {
    await this.directory.assertExists(projectId);
    const earlier = intent.isRepeatable ? await this.earlierStop(projectId, taskId, intent) : undefined;
    if (earlier) return earlier;
    // The log knows of an execution that the read model may not have yet.
    const task: TaskView | null = await this.views.task(projectId, taskId);
    if (!task) throw notFound('task');
    const sessionId = task.active_session_id;
    if (sessionId === null) throw problemOf('no_active_session', 'No agent is working on this task.', gatewayProblems);
    return this.writer.write(
      { to: { projectId, id: sessionId }, type: 'podium.session.v1.SessionStopRequested', data: { sessionId, taskId } },
      { ...intent, isRepeatable: false },
      (accepted) => stopped(sessionId, accepted, task.position),
    );
  }

  /** A stop that was carried out before may have been of a session that is not the active one any more. */
  private async earlierStop(
    projectId: string,
    taskId: string,
    intent: Intent,
  ): Promise<Written<Execution> | undefined> {
    const facts = await this.views.history({ projectId, context: 'task', id: taskId });
    const started = facts.filter((fact) => fact.type === 'podium.task.v1.TaskExecutionStarted').reverse();
    for (const { data, position } of started) {
      const { sessionId } = data;
      const settled = await this.asker.earlier({ projectId, context: 'session', id: sessionId }, intent);
      if (!settled) continue;
      const answer = stopped(sessionId, acceptedOf(settled), position);
      return new Written(answer.body, answer.position);
    }
    return undefined;
  }
}

function stopped(sessionId: string, { facts, position }: Accepted, known: number): Answer<Execution> {
  const isOver = facts.some((fact) => fact.type === 'podium.session.v1.SessionCancelled');
  return execution(sessionId, isOver ? 'cancelled' : 'stopping', position ?? known);
}

function execution(sessionId: string, status: SessionStatusName, position: number): Answer<Execution> {
  return { body: { session_id: sessionId, status, position }, position };
}
