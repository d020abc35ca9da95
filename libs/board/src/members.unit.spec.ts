import { describe, expect, it } from '@jest/globals';
import { MemberRole, WorkspaceSource, type RecordedFact } from '@podium/proto';
import { foldProject } from './fold-project.ts';
import { factSentence } from './story-sentences.ts';
import type { ProjectView } from './views.ts';

const projectId = 'p1';
const time = '2026-01-10T00:00:00.000Z';
let position = 0;

function recorded(actor: string, type: string, data: object): RecordedFact {
  position += 1;
  const fact = { type: `podium.project.v1.${type}`, data: { projectId, ...data }, actor, time, position };
  return { ...fact, subject: `${projectId}/project/${projectId}` } as unknown as RecordedFact;
}

const creation = { name: 'Shop', description: '', source: WorkspaceSource.EMPTY, maxConcurrentSessions: 3 };
const invitation = {
  invitationId: 'i1',
  role: MemberRole.OWNER,
  secretDigest: 'd',
  expiresAt: '2026-01-17T00:00:00.000Z',
};
const joining = { member: 'user:ben', displayName: 'Ben', role: MemberRole.MEMBER, invitationId: 'i1' };

function folded(...facts: RecordedFact[]): ProjectView | null {
  return facts.reduce<ProjectView | null>(foldProject, null);
}

describe('members of a project', () => {
  it('begin with its creator, also of projects from before there were members', () => {
    const named = folded(recorded('user:ann', 'ProjectCreated', { ...creation, creatorName: 'Ann' }));
    expect(named?.members).toEqual([{ actor: 'user:ann', name: 'Ann', role: 'owner', added_at: time }]);
    expect(folded(recorded('user:owner', 'ProjectCreated', creation))?.members[0]?.name).toBe('Local owner');
  });

  it('come by invitation, change roles and go', () => {
    const created = recorded('user:ann', 'ProjectCreated', creation);
    const made = recorded('user:ann', 'ProjectInvitationMade', invitation);
    const joined = recorded('user:ben', 'ProjectMemberAdded', joining);
    const promoted = recorded('user:ann', 'ProjectMemberRoleChanged', { member: 'user:ben', role: MemberRole.OWNER });
    const removed = recorded('user:ben', 'ProjectMemberRemoved', { member: 'user:ann' });
    expect(folded(created, made)?.invitations).toEqual([
      { id: 'i1', role: 'owner', made_by: 'user:ann', made_at: time, expires_at: invitation.expiresAt },
    ]);
    const both = folded(created, made, joined);
    expect([both?.members.map(({ actor }) => actor), both?.invitations]).toEqual([['user:ann', 'user:ben'], []]);
    expect(both?.position).toBe(joined.position);
    expect(folded(created, made, joined, promoted, removed)?.members).toEqual([
      { actor: 'user:ben', name: 'Ben', role: 'owner', added_at: time },
    ]);
    const week = recorded('user:ann', 'ProjectInvitationMade', {
      ...invitation,
      invitationId: 'i2',
      expiresAt: '2026-02-01T00:00:00.000Z',
    });
    const later = { ...week, time: '2026-01-18T00:00:00.000Z' };
    const idsOf = (project: ProjectView | null): string[] => (project?.invitations ?? []).map(({ id }) => id);
    expect(idsOf(folded(created, made, week))).toEqual(['i1', 'i2']);
    expect(idsOf(folded(created, made, later))).toEqual(['i2']);
    const demoted = recorded('user:ben', 'ProjectMemberRoleChanged', { member: 'user:ann', role: MemberRole.MEMBER });
    for (const end of [removed, demoted]) expect(idsOf(folded(created, made, week, end))).toEqual([]);
    const gone = recorded('user:ann', 'ProjectInvitationWithdrawn', { invitationId: 'i1' });
    expect(folded(created, made, gone)?.invitations).toEqual([]);
    expect([made, joined, promoted, removed, gone].map((fact) => factSentence(fact, 'Ann'))).toEqual([
      'Ann invited someone as an owner',
      'Ben joined the project as a member',
      'Ann made a member an owner',
      'Ann removed a member',
      'Ann took an invitation back',
    ]);
  });

  it('are only those who own it after something that can’t be read', () => {
    const created = recorded('user:ann', 'ProjectCreated', creation);
    const history = [
      created,
      recorded('user:ann', 'ProjectInvitationMade', invitation),
      recorded('user:ann', 'ProjectInvitationMade', { ...invitation, invitationId: 'i2' }),
      recorded('user:ben', 'ProjectMemberAdded', joining),
    ];
    const unreadable = (subject: string): RecordedFact =>
      ({ ...created, type: 'unreadable', subject, data: {}, time: '1970-01-01T00:00:00.000Z' }) as never;
    const before = folded(...history);
    expect(before?.members).toHaveLength(2);
    expect(folded(...history, unreadable(`${projectId}/project/${projectId}`))).toMatchObject({
      members: [{ actor: 'user:ann' }],
      invitations: [],
      updated_at: time,
    });
    expect(folded(...history, unreadable(`${projectId}/task/t1`))).toEqual(before);
  });
});
