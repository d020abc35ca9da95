'use client';

import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { InlineError } from '@/components/notice.tsx';
import { signOut } from '@/lib/api/member-requests.ts';
import { messageOf } from '@/lib/api/problem.ts';

/** Ends the sign-in here, and at the identity provider where that offers it. */
export function SignOut({ path }: { path: string }) {
  const [problem, setProblem] = useState<string | null>(null);
  const leave = async (): Promise<void> => {
    try {
      window.location.assign(await signOut(path));
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  return (
    <div className="flex items-center gap-3">
      {problem && <InlineError>{problem}</InlineError>}
      <Button onClick={() => void leave()}>Sign out</Button>
    </div>
  );
}
