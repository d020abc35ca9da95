'use client';

import type { MemberView, ProjectView } from '@podium/board';
import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { InlineError } from '@/components/notice.tsx';
import type { Answer } from '@/lib/api/client.ts';
import { changeRole, removeMember, type Me } from '@/lib/api/member-requests.ts';
import { messageOf } from '@/lib/api/problem.ts';
import { useLive } from '@/lib/live/live-context.tsx';
import { InvitationRows } from './invitation-rows.tsx';

const roleWords = { owner: 'Owner', member: 'Member' } as const;

/** Who belongs to a project, and who is invited. */
export function ProjectMembers({ project, me }: { project: ProjectView; me: Me }) {
  const { live } = useLive();
  const [problem, setProblem] = useState<string | null>(null);
  const act = async (change: () => Promise<Answer<unknown>>): Promise<void> => {
    setProblem(null);
    try {
      live.raiseFloor((await change()).position);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  const isOwner = project.members.some(({ actor, role }) => actor === me.actor && role === 'owner');
  return (
    <>
      <ul aria-label="Members" className="divide-y divide-line">
        {project.members.map((member) => (
          <MemberRow
            key={member.actor}
            member={member}
            isMe={member.actor === me.actor}
            canChange={isOwner}
            onRole={(role) => void act(() => changeRole(project.id, member.actor, role))}
            onRemove={() => void act(() => removeMember(project.id, member.actor))}
          />
        ))}
      </ul>
      {isOwner && <InvitationRows project={project} onAct={act} />}
      {problem && (
        <div className="p-3">
          <InlineError>{problem}</InlineError>
        </div>
      )}
    </>
  );
}

function MemberRow({
  member,
  isMe,
  canChange,
  onRole,
  onRemove,
}: {
  member: MemberView;
  isMe: boolean;
  canChange: boolean;
  onRole: (role: MemberView['role']) => void;
  onRemove: () => void;
}) {
  const { name, role } = member;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
      <p className="min-w-48 flex-1 font-medium">
        {name}
        {isMe && <span className="font-normal text-muted"> (you)</span>}
      </p>
      {canChange ? (
        <select
          aria-label={`Role of ${name}`}
          value={role}
          onChange={({ target }) => onRole(target.value === 'owner' ? 'owner' : 'member')}
          className="field w-28"
        >
          <option value="owner">{roleWords.owner}</option>
          <option value="member">{roleWords.member}</option>
        </select>
      ) : (
        <span className="text-muted">{roleWords[role]}</span>
      )}
      {(canChange || isMe) && (
        <Button size="small" tone="quiet" aria-label={isMe ? 'Leave the project' : `Remove ${name}`} onClick={onRemove}>
          {isMe ? 'Leave' : 'Remove'}
        </Button>
      )}
    </li>
  );
}
