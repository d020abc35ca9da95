/**
 * `npm run screenshots`: pictures of each page in both themes, and on a phone, for `docs/screenshots/`. The pages are the
 * real ones; what they show comes from the stand-in for the gateway, so that the pictures are the same each time. The
 * repository keeps every version of them, so they are few and small: most show the one half light, the other half dark.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { CommandError } from './commands.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { prepare, PrepareError, root } from './prepare.mjs';

const folder = join(root, 'docs/screenshots');
const desktop = { width: 1600, height: 900 };
const phone = { width: 390, height: 844 };

/** Name, path behind the project's, and what to do before the picture. */
const pages = [
  ['projects', () => '/'],
  ['board', (project) => project],
  ['list', (project) => `${project}?layout=list&group=priority`],
  ['task', (project, task) => `${project}?task=${task}`],
  ['task-page', (project, task) => `${project}/tasks/${task}`],
  ['changes', (project, task) => `${project}/tasks/${task}`, openChanges],
  ['palette', (project) => project, (page) => page.keyboard.press('ControlOrMeta+k')],
  ['shortcuts', (project) => project, (page) => page.keyboard.press('?')],
  ['timeline', (project) => project, openPast],
  ['project-settings', (project) => `${project}/settings`],
  ['inbox', () => '/inbox'],
  ['insights', () => '/insights'],
  ['settings', () => '/settings'],
];
/** These have a picture of each theme, the others one of both. */
const whole = new Set(['board', 'task']);
/** With what to do there before the picture. */
const onPhone = new Map([
  ['board', showWork],
  ['task', undefined],
]);
const themes = ['light', 'dark'];
const scale = 2;
const quality = 65;

/** A phone shows one column; the first one has no agents. */
async function showWork(page) {
  const column = page.getByTestId('column-IN_PROGRESS');
  await column.evaluate((element) => element.scrollIntoView({ inline: 'start' }));
}

async function openChanges(page) {
  await page.keyboard.press('r');
  await page.getByRole('button', { name: /server\.ts/ }).click();
  await page.getByTestId('diff').waitFor();
}

async function openPast(page) {
  await page.keyboard.press('t');
  await page.getByRole('slider').first().focus();
  for (let step = 0; step < 2; step++) await page.keyboard.press('ArrowLeft');
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

/** Opens a page in one theme and calls `take` with it. */
async function inTheme(browser, base, [, pathOf, act], { theme, viewport }, take) {
  const context = await browser.newContext({
    baseURL: base,
    viewport,
    colorScheme: theme,
    reducedMotion: 'reduce',
    deviceScaleFactor: scale,
    hasTouch: viewport === phone,
  });
  const page = await context.newPage();
  const { projects } = await (await fetch(`${base}/api/projects`)).json();
  const project = projects.find((candidate) => candidate.name === 'Storefront');
  const board = await (await fetch(`${base}/api/projects/${project.id}/board`)).json();
  const task = board.tasks.find((candidate) => candidate.title === 'Add a health endpoint');
  await page.goto(pathOf(`/projects/${project.id}`, task.id));
  await page.getByRole('main').waitFor();
  await page.locator('[data-testid=connection][data-status=live]').first().waitFor({ state: 'attached' });
  // Parts that are loaded when the browser is idle.
  await page.waitForTimeout(1_500);
  await act?.(page);
  await page.waitForTimeout(700);
  const taken = await take(page);
  await context.close();
  return taken;
}

/** What a page shows, as WebP; Playwright itself knows only larger formats. */
async function save(page, name) {
  const session = await page.context().newCDPSession(page);
  const clip = { x: 0, y: 0, ...page.viewportSize(), scale };
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality, clip });
  writeFileSync(join(folder, `${name}.webp`), Buffer.from(data, 'base64'));
}

async function pictures(browser, base, page, { viewport, suffix }) {
  const name = `${page[0]}${suffix}`;
  if (whole.has(page[0]) && viewport === desktop) {
    for (const theme of themes) {
      await inTheme(browser, base, page, { theme, viewport }, (opened) => save(opened, `${name}-${theme}`));
    }
    return;
  }
  const halves = [];
  for (const theme of themes) {
    const taken = await inTheme(browser, base, page, { theme, viewport }, (opened) => opened.screenshot());
    halves.push(`data:image/png;base64,${taken.toString('base64')}`);
  }
  await saveBoth(browser, halves, viewport, name);
}

/** One picture of the two, with a slanted seam. */
async function saveBoth(browser, [light, dark], viewport, name) {
  const context = await browser.newContext({ viewport, deviceScaleFactor: scale });
  const page = await context.newPage();
  const style = 'position:absolute;inset:0;width:100%;height:100%';
  await page.setContent(
    `<img src="${light}" style="${style}"><img src="${dark}" style="${style};clip-path:polygon(56% 0,100% 0,100% 100%,44% 100%)">`,
  );
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  await save(page, name);
  await context.close();
}

async function main() {
  await prepare({ only: ['services', 'web'] });
  rmSync(folder, { recursive: true, force: true });
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
    for (const page of pages) {
      await pictures(browser, base, page, { viewport: desktop, suffix: '' });
      const [name, pathOf] = page;
      if (!onPhone.has(name)) continue;
      await pictures(browser, base, [name, pathOf, onPhone.get(name)], { viewport: phone, suffix: '-phone' });
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
