import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The browser that `PODIUM_CHROMIUM` names (`npm test` sets it), else one on the PATH, else undefined: Playwright then
 * takes the one that `npx playwright install chromium` brings.
 */
export function chromiumPath(): string | undefined {
  const chosen = process.env['PODIUM_CHROMIUM'];
  if (chosen) return chosen;
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  return directories.flatMap((directory) => programs.map((program) => join(directory, program))).find(existsSync);
}
