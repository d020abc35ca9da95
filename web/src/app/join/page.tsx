import type { Metadata } from 'next';
import { Suspense } from 'react';
import { JoinProject } from '@/features/people/join-project.tsx';
import { MobileNavigation } from '../mobile-navigation.tsx';

export const metadata: Metadata = { title: 'Join a project' };

export default function JoinPage() {
  return (
    <>
      <header className="flex h-12 shrink-0 items-center gap-3 px-4 max-md:gap-1.5">
        <MobileNavigation />
        <h1 className="text-title font-semibold">Join a project</h1>
      </header>
      <Suspense>
        <JoinProject />
      </Suspense>
    </>
  );
}
