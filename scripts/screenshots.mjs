/**
 * `npm run screenshots`: pictures of each page in both themes, and on a phone, for `docs/screenshots/`. The pages are the
 * real ones; what they show comes from the stand-in for the gateway, so that the pictures are the same each time.
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { CommandError } from './commands.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { prepare, PrepareError, root } from './prepare.mjs';

const folder = join(root, 'docs/screenshots');
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

/** Name, path behind the project's, and what to do before the picture. */
const pages = [
  ['projects', () => '/'],
  ['board', (project) => project],
  ['list', (project) => `${project}?layout=list&group=priority`],
  ['task', (project, task) => `${project}?task=${task}`],
  ['task-page', (project, task) => `${project}/tasks/${task}`],
  ['palette', (project) => project, (page) => page.keyboard.press('ControlOrMeta+k')],
  ['shortcuts', (project) => project, (page) => page.keyboard.press('?')],
  ['timeline', (project) => project, openPast],
  ['project-settings', (project) => `${project}/settings`],
  ['inbox', () => '/inbox'],
  ['insights', () => '/insights'],
  ['settings', () => '/settings'],
];
const onPhone = new Set(['board', 'list', 'task', 'inbox']);

async function openPast(page) {
  await page.keyboard.press('t');
  await page.getByRole('slider').first().focus();
  for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowLeft');
  await page.getByTestId('sepia').waitFor();
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function answers(url) {
  for (let tries = 0; tries < 100; tries++) {
    const response = await fetch(url).then(
      (found) => found,
      () => null,
    );
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${url} does not answer.`);
}

function start(program, args, env) {
  const options = { cwd: join(root, 'web'), env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] };
  return spawn(program, args, options);
}

async function picture(browser, base, [name, pathOf, act], { theme, viewport, suffix }) {
  const context = await browser.newContext({
    baseURL: base,
    viewport,
    colorScheme: theme,
    reducedMotion: 'reduce',
    deviceScaleFactor: 2,
    hasTouch: viewport === phone,
  });
  const page = await context.newPage();
  const { projects } = await (await fetch(`${base}/api/projects`)).json();
  const project = projects.find((candidate) => candidate.name === 'Sample project');
  const board = await (await fetch(`${base}/api/projects/${project.id}/board`)).json();
  const task = board.tasks.find((candidate) => candidate.status === 'AI_REVIEW');
  await page.goto(pathOf(`/projects/${project.id}`, task.id));
  await page.getByRole('main').waitFor();
  await page.locator('[data-testid=connection][data-status=live]').first().waitFor({ state: 'attached' });
  // Parts that are loaded when the browser is idle.
  await page.waitForTimeout(1_500);
  await act?.(page);
  await page.waitForTimeout(700);
  await page.screenshot({ path: join(folder, `${name}${suffix}-${theme}.png`) });
  await context.close();
}

async function main() {
  await prepare({ only: ['services', 'web'] });
  mkdirSync(folder, { recursive: true });
  const webPort = await freePort();
  const port = await freePort();
  const next = join(root, 'node_modules/next/dist/bin/next');
  const processes = [
    start(process.execPath, [next, 'start', '-H', '127.0.0.1', '-p', String(webPort)], {
      NEXT_TELEMETRY_DISABLED: '1',
    }),
    start(process.execPath, ['test/fake-gateway.mjs'], {
      PORT: String(port),
      WEB_URL: `http://127.0.0.1:${webPort}`,
    }),
  ];
  const base = `http://127.0.0.1:${port}`;
  try {
    await answers(`http://127.0.0.1:${webPort}/`);
    await answers(`${base}/api/projects`);
    const args = ['--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
    const browser = await chromium.launch({ executablePath: await ensureChromium(), args });
    for (const theme of ['light', 'dark']) {
      for (const page of pages) {
        await picture(browser, base, page, { theme, viewport: desktop, suffix: '' });
        if (onPhone.has(page[0])) await picture(browser, base, page, { theme, viewport: phone, suffix: '-phone' });
      }
    }
    await browser.close();
    console.log(`Pictures of ${pages.length} pages are in ${folder}`);
  } finally {
    for (const child of processes) child.kill();
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof CommandError || error instanceof PrepareError)) throw error;
  console.error(`${error.output ?? ''}\n${error.message}`);
  process.exitCode = 1;
}
