import { Suspense } from 'react';
import { BoardSkeleton } from '@/features/board/board-skeleton.tsx';
import { MobileNavigation } from '../../mobile-navigation.tsx';
import { BoardScreen } from './board-screen.tsx';

export default async function BoardPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return (
    <Suspense fallback={<BoardSkeleton />}>
      <BoardScreen key={projectId} projectId={projectId} navigation={<MobileNavigation />} />
    </Suspense>
  );
}
