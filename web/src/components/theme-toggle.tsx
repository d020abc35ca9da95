'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useStore } from '@/lib/store.ts';
import { chosenTheme, setTheme, type Theme } from '@/lib/ui/theme.ts';
import { IconButton } from './icon-button.tsx';

export type { Theme } from '@/lib/ui/theme.ts';

const next: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const signs = { system: Monitor, light: Sun, dark: Moon };

/** Steps through system, light and dark. */
export function ThemeToggle({ initial }: { initial: Theme }) {
  const theme = useStore(chosenTheme) ?? initial;
  const Sign = signs[theme];
  return (
    <IconButton label={`Theme: ${theme}`} onClick={() => setTheme(next[theme])}>
      <Sign />
    </IconButton>
  );
}
