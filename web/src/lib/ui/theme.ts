import { Store } from '../store.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const oneYearSeconds = 31_536_000;

/** The theme that was chosen on this page; null until one is: then it is as the page arrived. */
export const chosenTheme = new Store<Theme | null>(null);

/** Shows a theme at once. A cookie keeps it, so that the next page arrives in it. */
export function setTheme(theme: Theme): void {
  document.cookie = `podium_theme=${theme}; path=/; max-age=${oneYearSeconds}; samesite=lax`;
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  chosenTheme.set(theme);
}
