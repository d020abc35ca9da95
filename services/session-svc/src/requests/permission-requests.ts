import { causedBy, type CommandHandler, type Outcome } from '@podium/event-sourcing';
import { OnRequest } from '@podium/jetstream';
import { projectIdOf, type EventEnvelope } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { PermissionCommand, PermissionsState } from '../domain/permissions.ts';
import { permissionsAggregate } from '../session-aggregate.ts';
import { PERMISSION_COMMANDS } from '../tokens.ts';

/** What people ask about what agents are always allowed. */
@Controller()
export class PermissionRequests {
  readonly #permissions: CommandHandler<PermissionsState, PermissionCommand>;

  constructor(@Inject(PERMISSION_COMMANDS) permissions: CommandHandler<PermissionsState, PermissionCommand>) {
    this.#permissions = permissions;
  }

  @OnRequest('podium.session.v1.PermissionRevokeRequested')
  revoke(@Payload() request: EventEnvelope<'podium.session.v1.PermissionRevokeRequested'>): Promise<Outcome> {
    const projectId = projectIdOf(request);
    const { action, pattern } = request.data;
    const command = { kind: 'revoke', projectId, action, pattern } as const;
    return this.#permissions.handle(permissionsAggregate(projectId), command, causedBy(request));
  }
}
