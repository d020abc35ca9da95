import type { Metadata } from 'next';
import { ProjectsScreen } from '@/features/projects/projects-screen.tsx';
import { MobileNavigation } from './mobile-navigation.tsx';

export const metadata: Metadata = { title: 'Projects' };

export default function ProjectsPage() {
  return <ProjectsScreen navigation={<MobileNavigation />} />;
}
