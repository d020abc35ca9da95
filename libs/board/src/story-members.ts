import type { RecordedFact } from '@podium/proto';
import { memberRoleName } from './fold-members.ts';

/** What happened to the members of a project, in one sentence; undefined for other facts. */
export function memberSentence(fact: RecordedFact, who: string): string | undefined {
  switch (fact.type) {
    case 'podium.project.v1.ProjectInvitationMade':
      return `${who} invited someone as ${article(fact.data.role)}`;
    case 'podium.project.v1.ProjectInvitationWithdrawn':
      return `${who} took an invitation back`;
    case 'podium.project.v1.ProjectMemberAdded':
      return `${fact.data.displayName} joined the project as ${article(fact.data.role)}`;
    case 'podium.project.v1.ProjectMemberRoleChanged':
      return `${who} made a member ${article(fact.data.role)}`;
    case 'podium.project.v1.ProjectMemberRemoved':
      return fact.data.member === fact.actor ? `${who} left the project` : `${who} removed a member`;
    default:
      return undefined;
  }
}

/** What someone wants who sends a request about members. */
export const memberWishes: Readonly<Record<string, string>> = {
  ProjectInviteRequested: 'invite someone',
  ProjectInvitationWithdrawRequested: 'take an invitation back',
  ProjectJoinRequested: 'join the project',
  ProjectMemberRoleChangeRequested: 'change a member’s role',
  ProjectMemberRemoveRequested: 'remove a member',
};

function article(role: Parameters<typeof memberRoleName>[0]): string {
  return memberRoleName(role) === 'owner' ? 'an owner' : 'a member';
}
