import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Body, Controller, Inject, Param, Req, UseInterceptors } from '@nestjs/common';
import type { MemberRoleName } from '@podium/board';
import { MemberRole } from '@podium/proto';
import { CONFIG, problemOf } from '@podium/service-kit';
import type { Request } from 'express';
import type { z } from 'zod';
import type { GatewayConfig } from '../config.ts';
import { oidcSettings } from '../identity/oidc-settings.ts';
import { personOf } from '../identity/person.ts';
import type { Accepted } from '../requests/ask.ts';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { Writer, type Answer } from '../requests/writer.ts';
import type { PendingRequest, Written } from '../requests/written.ts';
import { ApiRoute } from './api-route.ts';
import { ProjectId } from './known-id.ts';
import { gatewayProblems } from './problems.ts';
import {
  acceptInvitationSchema,
  actorSchema,
  changedMembersSchema,
  invitedSchema,
  inviteSchema,
  roleChangeSchema,
} from './schemas/members.ts';
import { WriteAnswers } from './write-answers.ts';

const tag = 'projects';
const invitationDays = 7;
const roles: Readonly<Record<MemberRoleName, MemberRole>> = { owner: MemberRole.OWNER, member: MemberRole.MEMBER };

type ChangedMembers = z.infer<typeof changedMembersSchema>;

/** Who belongs to a project: invitations, roles, leaving. The project's own rules decide (see project-svc). */
@Controller('api')
@UseInterceptors(WriteAnswers)
export class MembersController {
  readonly #publicUrl: string | undefined;

  constructor(
    @Inject(Writer) private readonly writer: Writer,
    @Inject(CONFIG) config: GatewayConfig,
  ) {
    this.#publicUrl = oidcSettings(config)?.publicUrl;
  }

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/invitations',
    operationId: 'invite',
    summary: 'Make a link that lets one person in, within a week. Only owners may',
    tag,
    access: 'owner',
    body: inviteSchema,
    status: 201,
    answer: invitedSchema,
    problems: [403, 404, 409],
  })
  invite(
    @ProjectId() projectId: string,
    @Body({ schema: inviteSchema }) { role }: z.infer<typeof inviteSchema>,
    @IntentOf() intent: Intent,
  ): Promise<Written<z.infer<typeof invitedSchema>> | PendingRequest> {
    if (this.#publicUrl === undefined) {
      throw problemOf(
        'sign_in_needed',
        'Set an identity provider first: there is only you until then.',
        gatewayProblems,
      );
    }
    const id = randomUUID();
    const secret = randomBytes(32).toString('base64url');
    const url = `${this.#publicUrl}/join?token=${projectId}.${id}.${secret}`;
    const expiresAt = new Date(Date.now() + invitationDays * 24 * 3_600_000).toISOString();
    const data = { projectId, invitationId: id, role: roles[role], secretDigest: digest(secret), expiresAt };
    return this.writer.write(
      { to: { projectId, id: projectId }, type: 'podium.project.v1.ProjectInviteRequested', data },
      // The secret is told once: a repeated request can't have the first one's answer, and makes another invitation.
      { ...intent, requestId: randomUUID(), isRepeatable: false, fingerprint: undefined },
      ({ position = 0 }) => ({ body: { id, url, expires_at: expiresAt, position }, position }),
    );
  }

  @ApiRoute({
    method: 'delete',
    path: '/projects/:projectId/invitations/:invitationId',
    operationId: 'withdrawInvitation',
    summary: 'Take an invitation back that nobody has taken. Only owners may',
    tag,
    access: 'owner',
    status: 200,
    answer: changedMembersSchema,
    problems: [403, 404],
  })
  withdraw(
    @ProjectId() projectId: string,
    @Param('invitationId') invitationId: string,
    @IntentOf() intent: Intent,
  ): Promise<Written<ChangedMembers> | PendingRequest> {
    const type = 'podium.project.v1.ProjectInvitationWithdrawRequested';
    const question = { to: { projectId, id: projectId }, type, data: { projectId, invitationId } } as const;
    return this.writer.write(question, intent, changed(projectId));
  }

  @ApiRoute({
    method: 'post',
    path: '/invitations/accept',
    operationId: 'acceptInvitation',
    summary: 'Become a member by the token of an invitation’s link',
    tag,
    access: 'none',
    body: acceptInvitationSchema,
    status: 200,
    answer: changedMembersSchema,
    problems: [404, 410],
  })
  accept(
    @Body({ schema: acceptInvitationSchema }) { token }: z.infer<typeof acceptInvitationSchema>,
    @Req() request: Request,
    @IntentOf() intent: Intent,
  ): Promise<Written<ChangedMembers> | PendingRequest> {
    const parts = /^([a-z0-9-]{1,64})\.([a-z0-9-]{1,64})\.([\w-]{43})$/.exec(token);
    const [, projectId = '', invitationId = '', secret = ''] = parts ?? [];
    if (!parts) throw problemOf('invitation_not_found', 'This is not a whole invitation link.', gatewayProblems);
    const displayName = personOf(request).name;
    const data = { projectId, invitationId, secretDigest: digest(secret), displayName };
    return this.writer.write(
      { to: { projectId, id: projectId }, type: 'podium.project.v1.ProjectJoinRequested', data },
      intent,
      changed(projectId),
    );
  }

  @ApiRoute({
    method: 'patch',
    path: '/projects/:projectId/members/:actor',
    operationId: 'changeMemberRole',
    summary: 'Give a member another role. Only owners may; one stays',
    tag,
    access: 'owner',
    body: roleChangeSchema,
    status: 200,
    answer: changedMembersSchema,
    problems: [403, 404, 409],
  })
  changeRole(
    @ProjectId() projectId: string,
    @Param('actor') actor: string,
    @Body({ schema: roleChangeSchema }) { role }: z.infer<typeof roleChangeSchema>,
    @IntentOf() intent: Intent,
  ): Promise<Written<ChangedMembers> | PendingRequest> {
    const data = { projectId, member: memberOf(actor), role: roles[role] };
    return this.writer.write(
      { to: { projectId, id: projectId }, type: 'podium.project.v1.ProjectMemberRoleChangeRequested', data },
      intent,
      changed(projectId),
    );
  }

  @ApiRoute({
    method: 'delete',
    path: '/projects/:projectId/members/:actor',
    operationId: 'removeMember',
    summary: 'Remove a member, or leave: owners may remove anybody, members themselves. One owner stays',
    tag,
    status: 200,
    answer: changedMembersSchema,
    problems: [403, 404, 409],
  })
  remove(
    @ProjectId() projectId: string,
    @Param('actor') actor: string,
    @IntentOf() intent: Intent,
  ): Promise<Written<ChangedMembers> | PendingRequest> {
    const data = { projectId, member: memberOf(actor) };
    return this.writer.write(
      { to: { projectId, id: projectId }, type: 'podium.project.v1.ProjectMemberRemoveRequested', data },
      intent,
      changed(projectId),
    );
  }
}

function changed(projectId: string): (accepted: Accepted) => Answer<ChangedMembers> {
  return ({ position }) => ({ body: { project_id: projectId, position: position ?? 0 }, position });
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** @throws ProblemError 404 for what can't be an actor: nobody is called so */
function memberOf(actor: string): string {
  if (actorSchema.safeParse(actor).success) return actor;
  throw problemOf('member_not_found', 'This person is no member of the project.', gatewayProblems);
}
