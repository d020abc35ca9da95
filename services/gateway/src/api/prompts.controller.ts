import { Body, Controller, Inject, Param, UseInterceptors } from '@nestjs/common';
import type { PromptView, SessionView } from '@podium/board';
import type { PromptOptions } from '@podium/proto';
import type { z } from 'zod';
import { AttachmentRefs } from '../requests/attachment-refs.ts';
import type { Question } from '../requests/ask.ts';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { LogViews } from '../requests/log-views.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import { PromptPost } from '../requests/send-prompt.ts';
import { Writer } from '../requests/writer.ts';
import { PendingRequest, Written } from '../requests/written.ts';
import { ApiRoute } from './api-route.ts';
import { ProjectId, SessionId, TaskId } from './known-id.ts';
import { present } from './present.ts';
import { notFound } from './problems.ts';
import { addPromptSchema, editPromptSchema, promptsSchema, sentPromptSchema } from './schemas/conversation.ts';
import { WriteAnswers } from './write-answers.ts';

type AddPrompt = z.infer<typeof addPromptSchema>;
type EditPrompt = z.infer<typeof editPromptSchema>;
type SentPrompt = z.infer<typeof sentPromptSchema>;
type Prompts = z.infer<typeof promptsSchema>;

const tag = 'sessions';
const promptPath = '/projects/:projectId/sessions/:sessionId/prompts';

/** What people tell agents while they work, and afterwards. */
@Controller('api')
@UseInterceptors(WriteAnswers)
export class PromptsController {
  constructor(
    @Inject(PromptPost) private readonly post: PromptPost,
    @Inject(Writer) private readonly writer: Writer,
    @Inject(LogViews) private readonly views: LogViews,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
    @Inject(AttachmentRefs) private readonly attachments: AttachmentRefs,
  ) {}

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/tasks/:taskId/prompts',
    operationId: 'sendPrompt',
    summary:
      'Tell the agent something: queued while it works, else a new session that goes on where the last one ended',
    tag,
    body: addPromptSchema,
    status: 202,
    answer: sentPromptSchema,
    problems: [404, 409],
  })
  async send(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Body({ schema: addPromptSchema }) body: AddPrompt,
    @IntentOf() intent: Intent,
  ): Promise<Written<SentPrompt> | PendingRequest> {
    await this.directory.assertExists(projectId);
    const sent = await this.post.send(
      {
        projectId,
        taskId,
        text: body.text,
        options: await this.#options(projectId, body),
        interrupt: body.interrupt,
        continuesSessionId: body.continues_session_id,
        forkMessageId: body.fork_message_id,
      },
      intent,
    );
    if (sent instanceof PendingRequest) return sent;
    const { sessionId, promptId, position } = sent;
    const status =
      promptId === null ? 'queued' : ((await this.views.session(projectId, sessionId))?.status ?? 'running');
    return new Written({ session_id: sessionId, prompt_id: promptId, status, position }, position);
  }

  @ApiRoute({
    method: 'get',
    path: promptPath,
    operationId: 'listPrompts',
    summary: 'What the agent is to be told next',
    tag,
    status: 200,
    answer: promptsSchema,
    problems: [404],
  })
  async list(@ProjectId() projectId: string, @SessionId() sessionId: string): Promise<Prompts> {
    return promptsOf(await this.#session(projectId, sessionId));
  }

  @ApiRoute({
    method: 'patch',
    path: `${promptPath}/:promptId`,
    operationId: 'editPrompt',
    summary: 'Change a prompt that was not sent yet, or its place among those that wait',
    tag,
    body: editPromptSchema,
    status: 200,
    answer: promptsSchema,
    problems: [404, 409],
  })
  async edit(
    @ProjectId() projectId: string,
    @SessionId() sessionId: string,
    @Param('promptId') promptId: string,
    @Body({ schema: editPromptSchema }) body: EditPrompt,
    @IntentOf() intent: Intent,
  ): Promise<Written<Prompts> | PendingRequest> {
    const { prompts } = await this.#session(projectId, sessionId);
    const isOptionsChange = [body.model, body.agent, body.attachments].some((value) => value !== undefined);
    const prompt = prompts.find(({ id }) => id === promptId);
    const options = isOptionsChange && prompt ? await this.#options(projectId, merged(prompt, body)) : undefined;
    return this.#write(
      {
        to: { projectId, id: sessionId },
        type: 'podium.session.v1.PromptEditRequested',
        data: present({ sessionId, promptId, text: body.text, options, position: body.position }),
      },
      intent,
    );
  }

  @ApiRoute({
    method: 'delete',
    path: `${promptPath}/:promptId`,
    operationId: 'removePrompt',
    summary: 'Take back a prompt that was not sent yet',
    tag,
    status: 200,
    answer: promptsSchema,
    problems: [404, 409],
  })
  async remove(
    @ProjectId() projectId: string,
    @SessionId() sessionId: string,
    @Param('promptId') promptId: string,
    @IntentOf() intent: Intent,
  ): Promise<Written<Prompts> | PendingRequest> {
    return this.#write(
      {
        to: { projectId, id: sessionId },
        type: 'podium.session.v1.PromptRemoveRequested',
        data: { sessionId, promptId },
      },
      intent,
    );
  }

  async #write<T extends 'podium.session.v1.PromptEditRequested' | 'podium.session.v1.PromptRemoveRequested'>(
    question: Question<T>,
    intent: Intent,
  ): Promise<Written<Prompts> | PendingRequest> {
    const { projectId, id } = question.to;
    await this.directory.assertExists(projectId);
    return this.writer.write(question, intent, async ({ position }) => {
      const body = promptsOf(await this.#session(projectId, id));
      return { body, position: position ?? body.position };
    });
  }

  async #session(projectId: string, sessionId: string): Promise<SessionView> {
    const session = await this.views.session(projectId, sessionId);
    if (!session) throw notFound('session');
    return session;
  }

  async #options(
    projectId: string,
    { model, agent, attachments }: Pick<EditPrompt, 'model' | 'agent' | 'attachments'>,
  ): Promise<PromptOptions | undefined> {
    if (!model && !agent && !attachments) return undefined;
    return {
      ...(model ? { model: { providerId: model.provider_id, modelId: model.model_id } } : {}),
      ...(agent ? { agent } : {}),
      attachments: await this.attachments.of(projectId, attachments ?? []),
    };
  }
}

/** What a prompt goes with after an edit; what the edit does not name stays. */
function merged(prompt: PromptView, edit: EditPrompt): Pick<EditPrompt, 'model' | 'agent' | 'attachments'> {
  return {
    model: edit.model === undefined ? prompt.model : edit.model,
    agent: edit.agent === undefined ? prompt.agent : edit.agent,
    attachments: edit.attachments ?? prompt.attachments.map(({ id }) => id),
  };
}

function promptsOf({ id, prompts, turns, position }: SessionView): Prompts {
  return { session_id: id, prompts, turns, position };
}
