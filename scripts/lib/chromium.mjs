/** Finds a Chromium for the end-to-end tests, or installs one where the system lets us. */
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macPrograms = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** @returns {Promise<string>} the path of a Chromium that runs; throws an Error that names what to do where there is none */
export async function ensureChromium() {
  const chosen = process.env['PODIUM_CHROMIUM'];
  if (chosen) {
    if (runs(chosen)) return chosen;
    throw new Error(`PODIUM_CHROMIUM names ${chosen}, which does not run.`);
  }
  const found = await findChromium();
  if (found) return found;
  if (canInstall()) install();
  const installed = await findChromium();
  if (installed) return installed;
  throw new Error(
    'The end-to-end tests need Chromium. Run "sudo apt-get install chromium" (or "npx playwright install chromium"), ' +
      'or name a Chromium in PODIUM_CHROMIUM.',
  );
}

async function findChromium() {
  const { chromium } = await import('@playwright/test');
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter(Boolean)
    .flatMap((directory) => programs.map((program) => join(directory, program)));
  return [...onPath, ...macPrograms, chromium.executablePath()].filter(isExecutable).find(runs);
}

function isExecutable(path) {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (error) {
    if (error.code === 'EACCES') return false;
    throw error;
  }
}

/** Some systems have a program of that name that only says where to get the real one. */
function runs(path) {
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

function canInstall() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

function install() {
  console.log('Installing Chromium (apt-get install chromium) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['update', '--quiet'], { stdio: 'inherit', env });
  execFileSync('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', 'chromium'], {
    stdio: 'inherit',
    env,
  });
}
