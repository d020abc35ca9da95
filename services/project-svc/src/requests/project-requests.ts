import { causedBy, type CommandHandler, type Outcome } from '@podium/event-sourcing';
import { OnRequest } from '@podium/jetstream';
import type { EventEnvelope } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { ProjectCommand, ProjectState } from '../domain/project.ts';
import { PROJECT_COMMANDS } from '../tokens.ts';

/** What people ask of projects, each as one command on the project's aggregate. */
@Controller()
export class ProjectRequests {
  readonly #projects: CommandHandler<ProjectState, ProjectCommand>;

  constructor(@Inject(PROJECT_COMMANDS) projects: CommandHandler<ProjectState, ProjectCommand>) {
    this.#projects = projects;
  }

  @OnRequest('podium.project.v1.ProjectCreateRequested')
  create(@Payload() request: EventEnvelope<'podium.project.v1.ProjectCreateRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'create', ...request.data });
  }

  @OnRequest('podium.project.v1.ProjectEditRequested')
  edit(@Payload() request: EventEnvelope<'podium.project.v1.ProjectEditRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'edit', ...request.data });
  }

  @OnRequest('podium.project.v1.ProjectDeleteRequested')
  delete(@Payload() request: EventEnvelope<'podium.project.v1.ProjectDeleteRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'delete', ...request.data });
  }

  #carryOut(request: EventEnvelope, command: ProjectCommand): Promise<Outcome> {
    const { projectId } = command;
    return this.#projects.handle({ projectId, context: 'project', id: projectId }, command, causedBy(request));
  }
}
