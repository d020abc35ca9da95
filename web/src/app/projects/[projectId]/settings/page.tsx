import { MobileNavigation } from '../../../mobile-navigation.tsx';
import { ProjectSettingsScreen } from './project-settings-screen.tsx';

export default async function ProjectSettingsPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <ProjectSettingsScreen key={projectId} projectId={projectId} navigation={<MobileNavigation />} />;
}
