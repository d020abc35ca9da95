'use client';

import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { InlineError, Notice } from '@/components/notice.tsx';
import { acceptInvitation } from '@/lib/api/member-requests.ts';
import { messageOf } from '@/lib/api/problem.ts';
import { useSignedIn } from './use-signed-in.ts';

/** Takes an invitation, once the person says so: opening a link alone makes nobody a member. */
export function JoinProject() {
  const token = useSearchParams().get('token') ?? '';
  const { data: me } = useSignedIn();
  const [joining, setJoining] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const join = async (): Promise<void> => {
    setJoining(true);
    setProblem(null);
    try {
      const { value } = await acceptInvitation(token);
      // The page's connection has not followed the project so far: everything is loaded anew.
      window.location.replace(value ? `/projects/${value.project_id}` : '/');
    } catch (error) {
      setProblem(messageOf(error));
      setJoining(false);
    }
  };
  return (
    <Notice
      title="You are invited to a project"
      detail={`Its members will see ${me ? `your name, “${me.name}”,` : 'your name'} and what you do in it.`}
    >
      <div className="space-y-3">
        <Button tone="primary" disabled={joining || token === ''} onClick={() => void join()}>
          Join the project
        </Button>
        {problem && <InlineError>{problem}</InlineError>}
      </div>
    </Notice>
  );
}
