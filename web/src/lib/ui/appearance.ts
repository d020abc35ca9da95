'use client';

import type { Theme } from './theme.ts';

export type Density = 'comfortable' | 'compact';

const oneYearSeconds = 31_536_000;

/** Shown at once; a cookie keeps it, so that the next page arrives in it. */
export function setDensity(density: Density): void {
  document.cookie = `podium_density=${density}; path=/; max-age=${oneYearSeconds}; samesite=lax`;
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
