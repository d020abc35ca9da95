import { MobileNavigation } from '../../../../mobile-navigation.tsx';
import { TaskScreen } from './task-screen.tsx';

export default async function TaskPage({ params }: { params: Promise<{ projectId: string; taskId: string }> }) {
  const { projectId, taskId } = await params;
  return <TaskScreen projectId={projectId} taskId={taskId} navigation={<MobileNavigation />} />;
}
