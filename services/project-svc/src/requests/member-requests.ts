import { causedBy, type CommandHandler, type Outcome } from '@podium/event-sourcing';
import { OnRequest } from '@podium/jetstream';
import type { EventEnvelope } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { ProjectCommand, ProjectState } from '../domain/project.ts';
import { PROJECT_COMMANDS } from '../tokens.ts';

/** What people ask of a project's members and invitations, each as one command on the project's aggregate. */
@Controller()
export class MemberRequests {
  readonly #projects: CommandHandler<ProjectState, ProjectCommand>;

  constructor(@Inject(PROJECT_COMMANDS) projects: CommandHandler<ProjectState, ProjectCommand>) {
    this.#projects = projects;
  }

  @OnRequest('podium.project.v1.ProjectInviteRequested')
  invite(@Payload() request: EventEnvelope<'podium.project.v1.ProjectInviteRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'invite', ...request.data });
  }

  @OnRequest('podium.project.v1.ProjectInvitationWithdrawRequested')
  withdraw(
    @Payload() request: EventEnvelope<'podium.project.v1.ProjectInvitationWithdrawRequested'>,
  ): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'withdraw-invitation', ...request.data });
  }

  @OnRequest('podium.project.v1.ProjectJoinRequested')
  join(@Payload() request: EventEnvelope<'podium.project.v1.ProjectJoinRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'join', ...request.data });
  }

  @OnRequest('podium.project.v1.ProjectMemberRoleChangeRequested')
  changeRole(
    @Payload() request: EventEnvelope<'podium.project.v1.ProjectMemberRoleChangeRequested'>,
  ): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'change-role', ...request.data });
  }

  @OnRequest('podium.project.v1.ProjectMemberRemoveRequested')
  remove(@Payload() request: EventEnvelope<'podium.project.v1.ProjectMemberRemoveRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'remove-member', ...request.data });
  }

  #carryOut(request: EventEnvelope, command: ProjectCommand): Promise<Outcome> {
    const { projectId } = command;
    return this.#projects.handle({ projectId, context: 'project', id: projectId }, command, causedBy(request));
  }
}
