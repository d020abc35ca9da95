import { Body, Controller, Inject, Param, UseInterceptors } from '@nestjs/common';
import { PermissionAnswer, type MessageTypes } from '@podium/proto';
import type { z } from 'zod';
import type { Question } from '../requests/ask.ts';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import { Writer } from '../requests/writer.ts';
import type { PendingRequest, Written } from '../requests/written.ts';
import { ApiRoute } from './api-route.ts';
import { ProjectId, SessionId } from './known-id.ts';
import { present } from './present.ts';
import { answeredGateSchema, answerGateSchema } from './schemas/requests.ts';
import { WriteAnswers } from './write-answers.ts';

type Answer = z.infer<typeof answerGateSchema>;
type AnsweredGate = z.infer<typeof answeredGateSchema>;

const permissionAnswers = {
  once: PermissionAnswer.ONCE,
  always: PermissionAnswer.ALWAYS,
  reject: PermissionAnswer.REJECT,
} as const;

/** What agents wait for, answered by people. */
@Controller('api')
@UseInterceptors(WriteAnswers)
export class GatesController {
  constructor(
    @Inject(Writer) private readonly writer: Writer,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
  ) {}

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/sessions/:sessionId/gates/:gateId/answer',
    operationId: 'answerGate',
    summary: 'Answer what an agent waits for: a permission, or questions. The first answer counts',
    tag: 'sessions',
    body: answerGateSchema,
    status: 200,
    answer: answeredGateSchema,
    problems: [404, 409],
  })
  async answer(
    @ProjectId() projectId: string,
    @SessionId() sessionId: string,
    @Param('gateId') gateId: string,
    @Body({ schema: answerGateSchema }) answer: Answer,
    @IntentOf() intent: Intent,
  ): Promise<Written<AnsweredGate> | PendingRequest> {
    await this.directory.assertExists(projectId);
    return this.writer.write(questionOf(projectId, sessionId, gateId, answer), intent, ({ position = 0 }) => ({
      body: { session_id: sessionId, gate_id: gateId, position },
      position,
    }));
  }
}

type AnswerRequest =
  Question<'podium.session.v1.PermissionAnswerRequested'> | Question<'podium.session.v1.QuestionAnswerRequested'>;

function questionOf(projectId: string, sessionId: string, gateId: string, answer: Answer): AnswerRequest {
  const to = { projectId, id: sessionId };
  if ('answers' in answer) {
    const answers = answer.answers.map((choices) => ({ choices }));
    return { to, type: 'podium.session.v1.QuestionAnswerRequested', data: { sessionId, gateId, answers } };
  }
  const data: MessageTypes['podium.session.v1.PermissionAnswerRequested'] = present({
    sessionId,
    gateId,
    answer: permissionAnswers[answer.answer],
    feedback: answer.feedback,
  });
  return { to, type: 'podium.session.v1.PermissionAnswerRequested', data };
}
