import { isUnreadable, MemberRole, type RecordedFact } from '@podium/proto';
import type { InvitationView, MemberRoleName, MemberView, ProjectView } from './views.ts';

type FactOf<T extends RecordedFact['type']> = Extract<RecordedFact, { type: T }>;

/** Who belongs to a project, and who is invited to. */
export type MembersView = Pick<ProjectView, 'members' | 'invitations'>;

/** Who made something before people signed in, and what they are called. */
const localOwner = { actor: 'user:owner', name: 'Local owner' };

/** The members of a project that was just created: its creator. */
export function foundingMembers(fact: FactOf<'podium.project.v1.ProjectCreated'>): MembersView {
  const name = fact.data.creatorName ?? (fact.actor === localOwner.actor ? localOwner.name : personIdOf(fact.actor));
  return { members: [{ actor: fact.actor, name, role: 'owner', added_at: fact.time }], invitations: [] };
}

/** What a fact changes of the members; undefined where it changes nothing. */
export function membersChange(
  { members, invitations }: MembersView,
  fact: RecordedFact,
): Partial<MembersView> | undefined {
  switch (fact.type) {
    case 'podium.project.v1.ProjectInvitationMade':
      return { invitations: [...openInvitations(invitations, fact.time), invitationView(fact)] };
    case 'podium.project.v1.ProjectInvitationWithdrawn':
      return { invitations: without(invitations, fact.data.invitationId) };
    case 'podium.project.v1.ProjectMemberAdded': {
      const { member: actor, displayName: name, role, invitationId } = fact.data;
      const member: MemberView = { actor, name, role: memberRoleName(role), added_at: fact.time };
      return {
        members: [...members.filter((other) => other.actor !== actor), member],
        invitations: without(invitations, invitationId),
      };
    }
    case 'podium.project.v1.ProjectMemberRoleChanged': {
      const role = memberRoleName(fact.data.role);
      return {
        members: members.map((member) => (member.actor === fact.data.member ? { ...member, role } : member)),
        ...(role === 'owner' ? {} : { invitations: notOf(invitations, fact.data.member) }),
      };
    }
    case 'podium.project.v1.ProjectMemberRemoved':
      return {
        members: members.filter(({ actor }) => actor !== fact.data.member),
        invitations: notOf(invitations, fact.data.member),
      };
    default:
      return undefined;
  }
}

/**
 * Who is left after something that can't be read among the facts of the project itself: it may have removed anybody, so
 * only owners are still let in, and nobody by an invitation. Undefined for any other fact.
 */
export function certainMembers(
  { members }: MembersView,
  projectId: string,
  fact: RecordedFact,
): MembersView | undefined {
  if (!isUnreadable(fact) || fact.subject !== `${projectId}/project/${projectId}`) return undefined;
  return { members: members.filter(({ role }) => role === 'owner'), invitations: [] };
}

/** Those that can still be taken at a time (RFC 3339). */
export function openInvitations(invitations: readonly InvitationView[], now: string): InvitationView[] {
  return invitations.filter(({ expires_at: expiresAt }) => Date.parse(expiresAt) > Date.parse(now));
}

/** `MEMBER_ROLE_OWNER` -> `owner`; everything else reads as `member`. */
export function memberRoleName(role: MemberRole): MemberRoleName {
  return role === MemberRole.OWNER ? 'owner' : 'member';
}

/** What a fact says a person is called: the actor and the name. Undefined for facts that name nobody. */
export function namedPerson(fact: RecordedFact): { readonly actor: string; readonly name: string } | undefined {
  if (fact.type === 'podium.project.v1.ProjectMemberAdded') {
    return { actor: fact.data.member, name: fact.data.displayName };
  }
  if (fact.type !== 'podium.project.v1.ProjectCreated') return undefined;
  return foundingMembers(fact).members[0];
}

/** `user:ada` -> `ada`. */
export function personIdOf(actor: string): string {
  return actor.replace(/^[a-z]+:/, '');
}

function invitationView(fact: FactOf<'podium.project.v1.ProjectInvitationMade'>): InvitationView {
  const { invitationId: id, role, expiresAt } = fact.data;
  return { id, role: memberRoleName(role), made_by: fact.actor, made_at: fact.time, expires_at: expiresAt };
}

/** Invitations end with the right of who has made them. */
function notOf(invitations: readonly InvitationView[], actor: string): InvitationView[] {
  return invitations.filter(({ made_by: madeBy }) => madeBy !== actor);
}

function without(invitations: readonly InvitationView[], id: string): InvitationView[] {
  return invitations.filter((invitation) => invitation.id !== id);
}
