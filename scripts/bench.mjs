/** `npm run bench`: measures the promised numbers on this machine. `-- --no-clone` leaves out the fresh clone. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CommandError } from './commands.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { prepare, PrepareError, root } from './prepare.mjs';

try {
  await prepare();
  const main = join(root, 'bench/dist/main.js');
  const args = process.argv.slice(2);
  const names = args.filter((arg) => !arg.startsWith('-'));
  const needsBrowser = names.length === 0 || names.some((name) => name.startsWith('board'));
  const env = { ...process.env, ...(needsBrowser ? { PODIUM_CHROMIUM: await ensureChromium() } : {}) };
  process.exitCode = spawnSync(process.execPath, [main, ...args], { stdio: 'inherit', env }).status ?? 1;
} catch (error) {
  if (!(error instanceof CommandError || error instanceof PrepareError)) throw error;
  console.error(`\n${error.output ?? ''}\n${error.message}`);
  process.exitCode = 1;
}
