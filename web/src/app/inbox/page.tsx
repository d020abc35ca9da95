import type { Metadata } from 'next';
import { MobileNavigation } from '../mobile-navigation.tsx';
import { InboxPageScreen } from './inbox-page-screen.tsx';

export const metadata: Metadata = { title: 'Inbox' };

export default function InboxPage() {
  return <InboxPageScreen navigation={<MobileNavigation />} />;
}
