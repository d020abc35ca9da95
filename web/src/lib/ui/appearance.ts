'use client';

import type { Theme } from '@/components/theme-toggle.tsx';

export type Density = 'comfortable' | 'compact';

const oneYearSeconds = 31_536_000;

/** Shown at once; a cookie keeps it, so that the next page arrives in it. */
export function setTheme(theme: Theme): void {
  keep('podium_theme', theme);
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function setDensity(density: Density): void {
  keep('podium_density', density);
  if (density === 'comfortable') delete document.documentElement.dataset.density;
  else document.documentElement.dataset.density = density;
}

/** What the page was rendered with, or has been changed to since. */
export function shownAppearance(): { theme: Theme; density: Density } {
  const { theme, density } = document.documentElement.dataset;
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    density: density === 'compact' ? 'compact' : 'comfortable',
  };
}

function keep(name: string, value: string): void {
  document.cookie = `${name}=${value}; path=/; max-age=${oneYearSeconds}; samesite=lax`;
}
