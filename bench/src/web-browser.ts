/// <reference lib="dom" />
import { chromium, type Browser, type Page } from '@playwright/test';
import { chromiumPath } from './config.ts';

const runsAsRoot = process.getuid?.() === 0;

/** A headless Chromium of the size of a laptop's screen; `work` gets a page of it. */
export async function withBrowser<T>(work: (newPage: () => Promise<Page>, browser: Browser) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({
    ...(chromiumPath ? { executablePath: chromiumPath } : {}),
    // Chromium's sandbox refuses to run as root; containers have a small /dev/shm.
    args: ['--disable-dev-shm-usage', '--js-flags=--expose-gc', ...(runsAsRoot ? ['--no-sandbox'] : [])],
  });
  try {
    return await work(async () => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      return context.newPage();
    }, browser);
  } finally {
    await browser.close();
  }
}

/** How long each frame took, in milliseconds, while something goes on in a page. */
export async function framesDuring(page: Page, work: () => Promise<unknown>): Promise<readonly number[]> {
  await page.evaluate(() => {
    const frames: number[] = [];
    let before = performance.now();
    const follow = (now: number): void => {
      frames.push(now - before);
      before = now;
      if (Reflect.get(window, 'podiumFrames') === frames) requestAnimationFrame(follow);
    };
    Reflect.set(window, 'podiumFrames', frames);
    requestAnimationFrame(follow);
  });
  await work();
  return page.evaluate(() => {
    const frames = Reflect.get(window, 'podiumFrames') as number[];
    Reflect.set(window, 'podiumFrames', null);
    // The first one began before the work.
    return frames.slice(1);
  });
}
