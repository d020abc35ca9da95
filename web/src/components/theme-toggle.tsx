'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from './icon-button.tsx';

export type Theme = 'system' | 'light' | 'dark';

const next: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const signs = { system: Monitor, light: Sun, dark: Moon };
const oneYearSeconds = 31_536_000;

/** Steps through system, light and dark. A cookie keeps it, so that the next page arrives in it. */
export function ThemeToggle({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const Sign = signs[theme];
  const step = (): void => {
    const chosen = next[theme];
    document.cookie = `podium_theme=${chosen}; path=/; max-age=${oneYearSeconds}; samesite=lax`;
    if (chosen === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
    setTheme(chosen);
  };
  return (
    <IconButton label={`Theme: ${theme}`} onClick={step}>
      <Sign />
    </IconButton>
  );
}
