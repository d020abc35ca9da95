'use client';

import { useEffect, useState } from 'react';
import { useStore } from '@/lib/store.ts';
import { setDensity, shownAppearance } from '@/lib/ui/appearance.ts';
import { chosenTheme, setTheme } from '@/lib/ui/theme.ts';
import { Segments } from './segments.tsx';
import { SettingRow, SettingsSection } from './settings-section.tsx';

export function AppearanceSettings() {
  const [shown, setShown] = useState<ReturnType<typeof shownAppearance>>({ theme: 'system', density: 'comfortable' });
  const theme = useStore(chosenTheme) ?? shown.theme;
  useEffect(() => setShown(shownAppearance()), []);
  return (
    <SettingsSection title="Appearance" detail="For this browser.">
      <SettingRow name="Theme" detail="System follows what your device is set to.">
        <Segments
          label="Theme"
          value={theme}
          choices={[
            ['light', 'Light'],
            ['dark', 'Dark'],
            ['system', 'System'],
          ]}
          onChange={setTheme}
        />
      </SettingRow>
      <SettingRow name="Density" detail="Compact shows more at once.">
        <Segments
          label="Density"
          value={shown.density}
          choices={[
            ['comfortable', 'Comfortable'],
            ['compact', 'Compact'],
          ]}
          onChange={(density) => {
            setDensity(density);
            setShown({ ...shown, density });
          }}
        />
      </SettingRow>
    </SettingsSection>
  );
}
