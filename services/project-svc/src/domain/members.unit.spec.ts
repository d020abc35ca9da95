import { describe, expect, it } from '@jest/globals';
import { fact, isRejected, type NewFact } from '@podium/event-sourcing';
import { MemberRole, WorkspaceSource, type RecordedFact } from '@podium/proto';
import type { ProjectCommand } from './project.ts';
import { projectDecider } from './project-decider.ts';

const projectId = 'p1';
const [ann, ben, cat] = ['user:ann', 'user:ben', 'user:cat'];
const now = '2026-01-10T00:00:00.000Z';
const secretDigest = 'd'.repeat(43);

const created = by(
  ann,
  fact('podium.project.v1.ProjectCreated', {
    projectId,
    name: 'Shop',
    description: '',
    source: WorkspaceSource.EMPTY,
    maxConcurrentSessions: 3,
  }),
);
const invitation = {
  projectId,
  invitationId: 'i1',
  role: MemberRole.MEMBER,
  secretDigest,
  expiresAt: '2026-01-17T00:00:00.000Z',
};
const invited = by(ann, fact('podium.project.v1.ProjectInvitationMade', invitation));
const benJoined = fact('podium.project.v1.ProjectMemberAdded', {
  projectId,
  member: ben,
  displayName: 'Ben',
  role: MemberRole.MEMBER,
  invitationId: 'i1',
});
const withBen = [created, invited, by(ben, benJoined)];
const benIsOwner = fact('podium.project.v1.ProjectMemberRoleChanged', {
  projectId,
  member: ben,
  role: MemberRole.OWNER,
});

function by(actor: string, fact: NewFact): RecordedFact {
  return { ...fact, actor, time: now, position: 1, version: 1 } as unknown as RecordedFact;
}

/** What comes of a command: the facts, or the code of the refusal. */
function decide(history: readonly RecordedFact[], actor: string, command: ProjectCommand, at = now) {
  const state = history.reduce(projectDecider.evolve, projectDecider.initialState);
  const decision = projectDecider.decide(state, command, { now: at, actor });
  return isRejected(decision) ? decision.rejected.code : decision;
}

const invite = { kind: 'invite', ...invitation } as const;
const join = { kind: 'join', projectId, invitationId: 'i1', secretDigest, displayName: ' Ben ' } as const;
const withdraw = { kind: 'withdraw-invitation', projectId, invitationId: 'i1' } as const;
const remove = (member: string) => ({ kind: 'remove-member', projectId, member }) as const;
const role = (member: string, to: MemberRole) => ({ kind: 'change-role', projectId, member, role: to }) as const;

describe('the creator of a project', () => {
  it('is its owner, and invites people', () => {
    expect(decide([created], ann, invite)).toEqual([fact('podium.project.v1.ProjectInvitationMade', invitation)]);
    expect(decide([created], ben, invite)).toBe('not_owner');
    expect(decide([], ann, invite)).toBe('project_not_found');
  });
});

describe('an invitation', () => {
  it.each<[string, Partial<typeof invitation>]>([
    ['without an end', { expiresAt: 'never' }],
    ['that has ended', { expiresAt: now }],
    ['for longer than 30 days', { expiresAt: '2026-02-10T00:00:00.000Z' }],
    ['without a digest', { secretDigest: 'secret' }],
  ])('is not one %s', (_, wrong) => expect(decide([created], ann, { ...invite, ...wrong })).toBe('invalid'));

  it('makes a member of whoever shows its secret in time', () => {
    expect(decide([created, invited], ben, join)).toEqual([benJoined]);
    expect(decide([created, invited], ben, { ...join, secretDigest: 'e'.repeat(43) })).toBe('invitation_not_found');
    expect(decide([created, invited], ben, join, invitation.expiresAt)).toBe('invitation_expired');
    expect(decide([created], ben, join)).toBe('invitation_not_found');
  });

  it('is used up by the first, and changes nothing for a member', () => {
    expect(decide(withBen, cat, join)).toBe('invitation_not_found');
    expect(decide([created, invited], ann, join)).toEqual([]);
  });

  it('is taken back by owners, once', () => {
    const gone = fact('podium.project.v1.ProjectInvitationWithdrawn', { projectId, invitationId: 'i1' });
    expect(decide([created, invited], ann, withdraw)).toEqual([gone]);
    expect(decide([created, invited, by(ann, gone)], ann, withdraw)).toEqual([]);
    expect(decide([created, invited, by(ann, gone)], ben, join)).toBe('invitation_not_found');
    expect(decide([created, invited], ben, withdraw)).toBe('not_owner');
  });

  it('names nobody where the provider gave no name', () => {
    expect(decide([created, invited], ben, { ...join, displayName: ' ' })).toMatchObject([
      { data: { displayName: 'Someone' } },
    ]);
  });
});

describe('invitations', () => {
  const made = (invitationId: string, expiresAt: string, at = now): RecordedFact => ({
    ...by(ann, fact('podium.project.v1.ProjectInvitationMade', { ...invitation, invitationId, expiresAt })),
    time: at,
  });
  const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}T00:00:00.000Z`;

  it('are forgotten once they have expired, when another one is made', () => {
    const week = Array.from({ length: 200 }, (_, index) => made(`old-${index}`, day(11)));
    const state = [created, ...week, made('new', day(20), day(12))].reduce(
      projectDecider.evolve,
      projectDecider.initialState,
    );
    expect(JSON.stringify(state)).not.toContain('old-');
    expect(JSON.stringify(state)).toContain('new');
  });

  it('may be open up to a hundred at once', () => {
    const many = Array.from({ length: 100 }, (_, index) => made(`i-${index}`, day(17)));
    const another = { ...invite, invitationId: 'another', expiresAt: day(25) };
    expect(decide([created, ...many.slice(1)], ann, another)).toHaveLength(1);
    expect(decide([created, ...many], ann, another)).toBe('too_many_members');
    expect(decide([created, ...many], ann, another, day(18))).toHaveLength(1);
  });

  it('end with the right to make them', () => {
    const ofBen = by(ben, fact('podium.project.v1.ProjectInvitationMade', { ...invitation, invitationId: 'by-ben' }));
    const history = [...withBen, by(ann, benIsOwner), ofBen];
    const back = { ...join, invitationId: 'by-ben' };
    expect(decide(history, cat, back)).toHaveLength(1);
    const removed = by(ann, fact('podium.project.v1.ProjectMemberRemoved', { projectId, member: ben }));
    expect(decide([...history, removed], ben, back)).toBe('invitation_not_found');
    const noOwner = fact('podium.project.v1.ProjectMemberRoleChanged', {
      projectId,
      member: ben,
      role: MemberRole.MEMBER,
    });
    expect(decide([...history, by(ann, noOwner)], cat, back)).toBe('invitation_not_found');
  });
});

describe('members', () => {
  it('are removed by owners, and leave by themselves', () => {
    const gone = fact('podium.project.v1.ProjectMemberRemoved', { projectId, member: ben });
    expect(decide(withBen, ann, remove(ben))).toEqual([gone]);
    expect(decide(withBen, ben, remove(ben))).toEqual([gone]);
    expect(decide(withBen, ben, remove(ann))).toBe('not_owner');
    expect(decide(withBen, ann, remove(cat))).toEqual([]);
    expect(decide([...withBen, by(ann, gone)], ben, invite)).toBe('not_owner');
  });

  it('get other roles from owners', () => {
    expect(decide(withBen, ann, role(ben, MemberRole.OWNER))).toEqual([benIsOwner]);
    expect(decide(withBen, ann, role(ben, MemberRole.MEMBER))).toEqual([]);
    expect(decide(withBen, ben, role(ben, MemberRole.OWNER))).toBe('not_owner');
    expect(decide(withBen, ann, role(cat, MemberRole.OWNER))).toBe('member_not_found');
  });

  it('always have an owner among them', () => {
    expect(decide(withBen, ann, remove(ann))).toBe('last_owner');
    expect(decide(withBen, ann, role(ann, MemberRole.MEMBER))).toBe('last_owner');
    const two = [...withBen, by(ann, benIsOwner)];
    expect(decide(two, ann, remove(ann))).toHaveLength(1);
    expect(decide(two, ben, role(ann, MemberRole.MEMBER))).toHaveLength(1);
  });
});
