'use client';

import { openInvitations, type MemberRoleName, type ProjectView } from '@podium/board';
import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { CopyButton } from '@/components/copy-button.tsx';
import type { Answer } from '@/lib/api/client.ts';
import { invite, withdrawInvitation } from '@/lib/api/member-requests.ts';
import { useNameOf } from '@/lib/people.ts';

/** Links that let people in: making one, and taking one back that nobody has used. */
export function InvitationRows({
  project,
  onAct,
}: {
  project: ProjectView;
  onAct: (change: () => Promise<Answer<unknown>>) => Promise<void>;
}) {
  const nameOf = useNameOf();
  const [role, setRole] = useState<MemberRoleName>('member');
  const [made, setMade] = useState<{ id: string; url: string } | null>(null);
  const make = (): Promise<void> =>
    onAct(async () => {
      const answer = await invite(project.id, role);
      setMade(answer.value);
      return answer;
    });
  return (
    <div className="divide-y divide-line">
      {openInvitations(project.invitations, new Date().toISOString()).map(
        ({ id, role: offered, made_by: by, expires_at: until }) => (
          <div key={id} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
            <p className="min-w-48 flex-1 text-muted">
              Link for {offered === 'owner' ? 'an owner' : 'a member'}, made by {nameOf(by)}, open until{' '}
              {new Date(until).toLocaleDateString()}
            </p>
            <Button size="small" tone="quiet" onClick={() => void onAct(() => withdrawInvitation(project.id, id))}>
              Take back
            </Button>
          </div>
        ),
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
        <p className="min-w-48 flex-1 text-muted">A link lets one person in and works for a week.</p>
        <select
          aria-label="Role of who is invited"
          value={role}
          onChange={({ target }) => setRole(target.value === 'owner' ? 'owner' : 'member')}
          className="field w-28"
        >
          <option value="member">Member</option>
          <option value="owner">Owner</option>
        </select>
        <Button onClick={() => void make()}>Make an invitation link</Button>
      </div>
      {made && project.invitations.some(({ id }) => id === made.id) && (
        <div className="flex items-center gap-2 px-4 py-3">
          <input readOnly aria-label="Invitation link" value={made.url} className="field min-w-0 flex-1" />
          <CopyButton text={() => made.url} label="Copy the invitation link" what="The invitation link" />
        </div>
      )}
    </div>
  );
}
