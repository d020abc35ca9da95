import { causedBy, type CommandHandler, type Outcome } from '@podium/event-sourcing';
import { OnRequest } from '@podium/jetstream';
import type { EventEnvelope } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { ProjectCommand, ProjectState } from '../domain/project.ts';
import { PROJECT_COMMANDS } from '../tokens.ts';

/** What people ask of a project's templates and saved views, each as one command on the project's aggregate. */
@Controller()
export class BoardRequests {
  readonly #projects: CommandHandler<ProjectState, ProjectCommand>;

  constructor(@Inject(PROJECT_COMMANDS) projects: CommandHandler<ProjectState, ProjectCommand>) {
    this.#projects = projects;
  }

  @OnRequest('podium.project.v1.TemplateSaveRequested')
  saveTemplate(@Payload() request: EventEnvelope<'podium.project.v1.TemplateSaveRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'save-template', ...request.data });
  }

  @OnRequest('podium.project.v1.TemplateDeleteRequested')
  deleteTemplate(@Payload() request: EventEnvelope<'podium.project.v1.TemplateDeleteRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'delete-template', ...request.data });
  }

  @OnRequest('podium.project.v1.ViewSaveRequested')
  saveView(@Payload() request: EventEnvelope<'podium.project.v1.ViewSaveRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'save-view', ...request.data });
  }

  @OnRequest('podium.project.v1.ViewDeleteRequested')
  deleteView(@Payload() request: EventEnvelope<'podium.project.v1.ViewDeleteRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'delete-view', ...request.data });
  }

  #carryOut(request: EventEnvelope, command: ProjectCommand): Promise<Outcome> {
    const { projectId } = command;
    return this.#projects.handle({ projectId, context: 'project', id: projectId }, command, causedBy(request));
  }
}
