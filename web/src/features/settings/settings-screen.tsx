'use client';

import type { ReactNode } from 'react';
import { AppearanceSettings } from './appearance-settings.tsx';
import { ModelSettings } from './model-settings.tsx';
import { NotificationSettings } from './notification-settings.tsx';
import { ProjectLinks } from './project-links.tsx';

/** What a person chooses for this browser, and the way to what is set for projects. */
export function SettingsScreen({ navigation, account }: { navigation: ReactNode; account: ReactNode }) {
  return (
    <>
      <header className="flex h-12 shrink-0 items-center gap-3 px-4 max-md:gap-1.5">
        {navigation}
        <h1 className="text-title font-semibold">Settings</h1>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-8">
        <div className="mx-auto max-w-2xl space-y-6">
          {account}
          <AppearanceSettings />
          <NotificationSettings />
          <ModelSettings />
          <ProjectLinks />
        </div>
      </div>
    </>
  );
}
