import type { Metadata } from 'next';
import { AccountSection } from './account-section.tsx';
import { SettingsScreen } from '@/features/settings/settings-screen.tsx';
import { MobileNavigation } from '../mobile-navigation.tsx';

export const metadata: Metadata = { title: 'Settings' };

export default function SettingsPage() {
  return <SettingsScreen navigation={<MobileNavigation />} account={<AccountSection />} />;
}
