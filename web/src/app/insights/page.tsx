import type { Metadata } from 'next';
import { InsightsScreen } from '@/features/usage/insights-screen.tsx';
import { MobileNavigation } from '../mobile-navigation.tsx';

export const metadata: Metadata = { title: 'Insights' };

export default function InsightsPage() {
  return <InsightsScreen navigation={<MobileNavigation />} />;
}
