import { fact, reject, type DecisionContext, type NewFact, type Rejected } from '@podium/event-sourcing';
import { MemberRole, type RecordedFact } from '@podium/proto';

/** Who belongs to a project, and who is invited to. */
export interface Members {
  readonly people: readonly Member[];
  /** Those that can still be taken, and those that have expired since the newest one was made. */
  readonly invitations: readonly OpenInvitation[];
}

export interface Member {
  /** As an actor. */
  readonly actor: string;
  readonly role: MemberRole;
}

export interface Invitation {
  readonly invitationId: string;
  readonly role: MemberRole;
  /** SHA-256 of the secret, base64url. */
  readonly secretDigest: string;
  /** RFC 3339. */
  readonly expiresAt: string;
}

interface OpenInvitation extends Invitation {
  /** As an actor. Their invitations end with their right to make any. */
  readonly madeBy: string;
}

export interface Invite extends Invitation {
  readonly kind: 'invite';
  readonly projectId: string;
}

export interface WithdrawInvitation {
  readonly kind: 'withdraw-invitation';
  readonly projectId: string;
  readonly invitationId: string;
}

export interface Join {
  readonly kind: 'join';
  readonly projectId: string;
  readonly invitationId: string;
  readonly secretDigest: string;
  readonly displayName: string;
}

export interface ChangeRole {
  readonly kind: 'change-role';
  readonly projectId: string;
  readonly member: string;
  readonly role: MemberRole;
}

export interface RemoveMember {
  readonly kind: 'remove-member';
  readonly projectId: string;
  readonly member: string;
}

export type MemberCommand = Invite | WithdrawInvitation | Join | ChangeRole | RemoveMember;

export const noMembers: Members = { people: [], invitations: [] };

/** Members and open invitations of one project, together. */
export const maxMembers = 500;
export const maxInvitations = 100;
const longestInvitationMs = 30 * 24 * 3_600_000;

/** Folds one fact into the members; other facts leave them as they are. */
export function evolveMembers(members: Members, fact: RecordedFact): Members {
  const { people, invitations } = members;
  switch (fact.type) {
    case 'podium.project.v1.ProjectCreated':
      return { people: [{ actor: fact.actor, role: MemberRole.OWNER }], invitations: [] };
    case 'podium.project.v1.ProjectInvitationMade': {
      const { invitationId, role, secretDigest, expiresAt } = fact.data;
      const made = { invitationId, role, secretDigest, expiresAt, madeBy: fact.actor };
      return { people, invitations: [...openAt(invitations, fact.time), made] };
    }
    case 'podium.project.v1.ProjectInvitationWithdrawn':
      return { people, invitations: without(invitations, fact.data.invitationId) };
    case 'podium.project.v1.ProjectMemberAdded': {
      const { member: actor, role, invitationId } = fact.data;
      return {
        people: [...others(people, actor), { actor, role }],
        invitations: without(invitations, invitationId),
      };
    }
    case 'podium.project.v1.ProjectMemberRoleChanged': {
      const { member: actor, role } = fact.data;
      return {
        people: people.map((person) => (person.actor === actor ? { actor, role } : person)),
        invitations: role === MemberRole.OWNER ? invitations : notOf(invitations, actor),
      };
    }
    case 'podium.project.v1.ProjectMemberRemoved':
      return { people: others(people, fact.data.member), invitations: notOf(invitations, fact.data.member) };
    default:
      return members;
  }
}

export function decideMembers(
  members: Members,
  command: MemberCommand,
  context: DecisionContext,
): readonly NewFact[] | Rejected {
  switch (command.kind) {
    case 'invite':
      return invite(members, command, context);
    case 'withdraw-invitation':
      return withdrawInvitation(members, command, context);
    case 'join':
      return join(members, command, context);
    case 'change-role':
      return changeRole(members, command, context);
    case 'remove-member':
      return removeMember(members, command, context);
  }
}

function invite(members: Members, command: Invite, { actor, now }: DecisionContext) {
  if (!isOwner(members, actor)) return notOwner('Only owners of the project invite people.');
  const { projectId, invitationId, secretDigest, expiresAt } = command;
  const aheadMs = Date.parse(expiresAt) - Date.parse(now);
  if (!(aheadMs > 0 && aheadMs <= longestInvitationMs)) {
    return reject('invalid', 'An invitation may last up to 30 days.');
  }
  if (!/^[\w-]{43}$/.test(secretDigest)) return reject('invalid', 'The digest of the secret is not one of SHA-256.');
  if (members.invitations.some((other) => other.invitationId === invitationId)) return [];
  const open = openAt(members.invitations, now);
  if (members.people.length + open.length >= maxMembers) return tooMany();
  if (open.length >= maxInvitations) {
    return reject('too_many_members', `Up to ${maxInvitations} invitations may be open. Take some back first.`);
  }
  const role = roleOf(command.role);
  return [fact('podium.project.v1.ProjectInvitationMade', { projectId, invitationId, role, secretDigest, expiresAt })];
}

function withdrawInvitation(members: Members, command: WithdrawInvitation, { actor }: DecisionContext) {
  if (!isOwner(members, actor)) return notOwner('Only owners of the project take invitations back.');
  const { projectId, invitationId } = command;
  const isThere = members.invitations.some((invitation) => invitation.invitationId === invitationId);
  return isThere ? [fact('podium.project.v1.ProjectInvitationWithdrawn', { projectId, invitationId })] : [];
}

/** Someone who is a member already keeps their role, and the invitation stays for someone else. */
function join(members: Members, command: Join, { actor, now }: DecisionContext) {
  const { projectId, invitationId } = command;
  if (members.people.some((person) => person.actor === actor)) return [];
  const invitation = members.invitations.find((each) => each.invitationId === invitationId);
  if (!invitation || invitation.secretDigest !== command.secretDigest) {
    return reject(
      'invitation_not_found',
      'This invitation has been used, was taken back or is too old. Ask for another one.',
    );
  }
  if (!isOpen(invitation, now))
    return reject('invitation_expired', 'This invitation has expired. Ask for another one.');
  if (members.people.length >= maxMembers) return tooMany();
  const displayName = command.displayName.trim().slice(0, 100) || 'Someone';
  const { role } = invitation;
  return [fact('podium.project.v1.ProjectMemberAdded', { projectId, member: actor, displayName, role, invitationId })];
}

function changeRole(members: Members, command: ChangeRole, { actor }: DecisionContext) {
  if (!isOwner(members, actor)) return notOwner('Only owners of the project change roles.');
  const { projectId, member } = command;
  const role = roleOf(command.role);
  const present = members.people.find((person) => person.actor === member);
  if (!present) return reject('member_not_found', 'This person is no member of the project.');
  if (present.role === role) return [];
  if (role !== MemberRole.OWNER && isLastOwner(members, member)) return lastOwner();
  return [fact('podium.project.v1.ProjectMemberRoleChanged', { projectId, member, role })];
}

function removeMember(members: Members, { projectId, member }: RemoveMember, { actor }: DecisionContext) {
  if (actor !== member && !isOwner(members, actor)) return notOwner('Only owners of the project remove people.');
  if (!members.people.some((person) => person.actor === member)) return [];
  if (isLastOwner(members, member)) return lastOwner();
  return [fact('podium.project.v1.ProjectMemberRemoved', { projectId, member })];
}

function roleOf(role: MemberRole): MemberRole {
  return role === MemberRole.OWNER ? role : MemberRole.MEMBER;
}

function isOwner({ people }: Members, actor: string): boolean {
  return people.some((person) => person.actor === actor && person.role === MemberRole.OWNER);
}

function isLastOwner(members: Members, actor: string): boolean {
  return isOwner(members, actor) && members.people.every((one) => one.actor === actor || one.role !== MemberRole.OWNER);
}

function isOpen({ expiresAt }: Invitation, now: string): boolean {
  return Date.parse(expiresAt) > Date.parse(now);
}

function openAt(invitations: readonly OpenInvitation[], now: string): OpenInvitation[] {
  return invitations.filter((invitation) => isOpen(invitation, now));
}

/** Without those that this person has made, who would come back by them. */
function notOf(invitations: readonly OpenInvitation[], actor: string): OpenInvitation[] {
  return invitations.filter(({ madeBy }) => madeBy !== actor);
}

function others(people: readonly Member[], actor: string): Member[] {
  return people.filter((person) => person.actor !== actor);
}

function without(invitations: readonly OpenInvitation[], invitationId: string): OpenInvitation[] {
  return invitations.filter((invitation) => invitation.invitationId !== invitationId);
}

function notOwner(detail: string): Rejected {
  return reject('not_owner', detail);
}

function lastOwner(): Rejected {
  return reject('last_owner', 'A project always has an owner. Make someone else one first.');
}

function tooMany(): Rejected {
  return reject('too_many_members', `A project may have up to ${maxMembers} members and invitations.`);
}
