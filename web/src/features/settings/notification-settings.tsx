'use client';

import { useState } from 'react';
import { InlineError } from '@/components/notice.tsx';
import { useStore } from '@/lib/store.ts';
import { prefer, preferences } from '@/lib/ui/preferences.ts';
import { SettingRow, SettingsSection } from './settings-section.tsx';

/** Off until a person wants them; the browser is only asked then. */
export function NotificationSettings() {
  const { notifications, sound } = useStore(preferences);
  const [refused, setRefused] = useState<string | null>(null);
  const change = async (on: boolean): Promise<void> => {
    setRefused(null);
    if (!on) return prefer({ notifications: false });
    if (!('Notification' in window)) return setRefused('This browser has no notifications, or not on this address.');
    const permission = await Notification.requestPermission();
    if (permission === 'granted') prefer({ notifications: true });
    else
      setRefused('The browser does not allow them. Allow notifications for this page in the browser’s settings first.');
  };
  return (
    <SettingsSection
      title="Notifications"
      detail="When something begins to wait for you. The tab’s title counts always."
    >
      <SettingRow name="Browser notifications" detail="While you look at something else.">
        <Switch label="Browser notifications" on={notifications} onChange={(on) => void change(on)} />
      </SettingRow>
      {refused && (
        <div className="p-3">
          <InlineError>{refused}</InlineError>
        </div>
      )}
      <SettingRow name="Sound" detail="Two short soft tones.">
        <Switch label="Sound" on={sound} onChange={(on) => prefer({ sound: on })} />
      </SettingRow>
    </SettingsSection>
  );
}

function Switch({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <button
      type="button"
      role="switch"
      aria-label={label}
      aria-checked={on}
      onClick={() => onChange(!on)}
      className="group inline-flex h-5 w-9 shrink-0 items-center rounded-full bg-faint p-0.5 transition-colors duration-100 aria-checked:bg-accent-fill"
    >
      <span
        aria-hidden="true"
        className="size-4 rounded-full bg-[#ffffff] transition-transform duration-100 group-aria-checked:translate-x-4"
      />
    </button>
  );
}
