/// <reference lib="dom" />
import type { Page } from '@playwright/test';
import { percentile, sorted, type Figure } from './harness.ts';
import type { StackUnderTest } from './stack-under-test.ts';
import { framesDuring, withBrowser } from './web-browser.ts';
import { fillBoard } from './web-fill.ts';

const manyCards = 1_000;
const hugeCards = 10_000;
const loads = 5;
const steps = 120;
const frameMs = 16;

/** A board of 1,000 cards as one opens and uses it, in a headless Chromium. */
export async function measureBoard(underTest: StackUnderTest): Promise<Figure[]> {
  const { stack, api } = await underTest.started();
  const { id } = await api.createProject({ name: 'Measure: board' });
  await fillBoard(stack.url, id, manyCards);
  const address = `${stack.url}/projects/${id}`;
  const figures = await withBrowser(async (newPage) => {
    const paints: number[] = [];
    const scripts = await firstLoadBytes(address);
    for (let load = 0; load < loads; load++) {
      const page = await newPage();
      paints.push(await largestPaint(page, address));
      await page.context().close();
    }
    const page = await newPage();
    await openBoard(page, address);
    const interactions = await interactionLatencies(page, () => useBoard(page));
    return [
      {
        name: `board of ${manyCards} cards, largest paint, p50`,
        value: percentile(sorted(paints), 0.5),
        unit: 'ms' as const,
        atMost: 1_000,
      },
      {
        name: 'the same, slowest of all interactions (INP)',
        value: percentile(interactions, 1),
        unit: 'ms' as const,
        atMost: 100,
      },
      { name: 'first-load JavaScript, gzip', value: scripts, unit: 'bytes' as const, atMost: 250_000 },
    ];
  });
  await api.deleteProject(id);
  return figures;
}

/** A board of 10,000 cards: frames while its cards are scrolled and dragged. */
export async function measureHugeBoard(underTest: StackUnderTest): Promise<Figure[]> {
  const { stack, api } = await underTest.started();
  const { id } = await api.createProject({ name: 'Measure: huge board' });
  await fillBoard(stack.url, id, hugeCards);
  const figures = await withBrowser(async (newPage) => {
    const page = await newPage();
    await openBoard(page, `${stack.url}/projects/${id}`);
    const scrolled = await framesDuring(page, () => scroll(page));
    const dragged = await framesDuring(page, () => drag(page));
    return [
      ...frameFigures(`scrolling ${hugeCards} cards`, scrolled),
      ...frameFigures(`dragging among ${hugeCards} cards`, dragged),
    ];
  });
  await api.deleteProject(id);
  return figures;
}

function frameFigures(name: string, frames: readonly number[]): Figure[] {
  return [
    { name: `${name}, frame p50`, value: percentile(sorted(frames), 0.5), unit: 'ms' },
    { name: `${name}, frame p95`, value: percentile(sorted(frames), 0.95), unit: 'ms', atMost: 50 },
  ];
}

async function openBoard(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('[data-card]').first().waitFor();
  await page.locator('[data-testid=connection][data-status=live]').first().waitFor();
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 3_000 })));
}

async function largestPaint(page: Page, address: string): Promise<number> {
  await openBoard(page, address);
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Infinity)).observe({
          type: 'largest-contentful-paint' as PerformanceObserverInit['type'] & string,
          buffered: true,
        });
      }),
  );
}

/** What the page's own HTML asks for, compressed as the server sends it or, where it does not, with gzip. */
async function firstLoadBytes(address: string): Promise<number> {
  const { gzipSync } = await import('node:zlib');
  const html = await (await fetch(address)).text();
  const tags = [...html.matchAll(/<script[^>]+src="([^"]+\.js)"[^>]*>/g)];
  const paths = new Set(tags.flatMap(([tag, path]) => (path && !/nomodule/i.test(tag) ? path : [])));
  let bytes = 0;
  for (const path of paths) {
    const body = await (await fetch(new URL(path, address))).arrayBuffer();
    bytes += gzipSync(new Uint8Array(body)).length;
  }
  return bytes;
}

/** Durations of the clicks and keys during `work`, sorted. */
async function interactionLatencies(page: Page, work: () => Promise<unknown>): Promise<readonly number[]> {
  await page.evaluate(() => {
    const durations: number[] = [];
    Reflect.set(window, 'podiumInteractions', durations);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (Reflect.get(entry, 'interactionId')) durations.push(entry.duration);
    }).observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit);
  });
  await work();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  const durations = await page.evaluate(() => Reflect.get(window, 'podiumInteractions') as number[]);
  return sorted([0, ...durations]);
}

/** What one does with a board: moves about, opens and closes a card, filters, moves a card. */
async function useBoard(page: Page): Promise<void> {
  for (const key of ['j', 'j', 'j', 'l', 'k', 'Shift+ArrowDown', 'Enter']) await press(page, key);
  await page.getByTestId('task-panel').waitFor();
  await press(page, 'Escape');
  await press(page, '/');
  for (const key of 'card 77') await press(page, key === ' ' ? 'Space' : key);
  await press(page, 'Escape');
  await page.getByRole('button', { name: 'List', exact: true }).click();
  await page.getByTestId('task-list').waitFor();
  await page.getByRole('button', { name: 'Board', exact: true }).click();
}

async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await page.waitForTimeout(60);
}

async function scroll(page: Page): Promise<void> {
  const column = await page.getByTestId('column-TODO').boundingBox();
  if (!column) throw new Error('The column is not drawn.');
  await page.mouse.move(column.x + 100, column.y + 300);
  for (let step = 0; step < steps; step++) {
    await page.mouse.wheel(0, 300);
    await page.waitForTimeout(frameMs);
  }
}

async function drag(page: Page): Promise<void> {
  const card = await page.locator('[data-testid=column-TODO] [data-card]').nth(8).boundingBox();
  if (!card) throw new Error('The card is not drawn.');
  await page.mouse.move(card.x + 60, card.y + 10);
  await page.mouse.down();
  for (let step = 0; step < steps; step++) {
    await page.mouse.move(card.x + 60 + Math.sin(step / 8) * 350, card.y + 10 + (step % 40) * 8);
    await page.waitForTimeout(frameMs);
  }
  await page.mouse.up();
}
