import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { PodiumApi, PodiumStack, type TaskRef } from '@podium/stack-driver';
import { percentile, sorted, type Figure } from './harness.ts';
import { readyProject } from './projects.ts';
import { LongAnswerModel } from './sessions/long-answer-model.ts';
import { framesDuring, withBrowser } from './web-browser.ts';

const lines = 100_000;
const doneWithinSeconds = 300;
const steps = 120;
const frameMs = 16;

/** The output of an agent that said 100,000 lines: opened, scrolled and searched in a browser. On a stack of its own. */
export async function measureLongLog(): Promise<Figure[]> {
  const model = await LongAnswerModel.start(lines);
  const stack = await PodiumStack.start({ env: { PODIUM_DEMO_MODEL_URL: model.url } });
  try {
    const api = new PodiumApi(stack.url);
    const id = await readyProject(api, 'Measure: long log');
    const task = await api.createTask(id, { title: 'Say very much' });
    await api.execute(task);
    await untilReviewed(api, task);
    return await withBrowser(async (newPage) =>
      measurePage(await newPage(), `${stack.url}/projects/${id}?task=${task.id}`),
    );
  } finally {
    await stack.dispose();
    model.close();
  }
}

async function measurePage(page: Page, address: string): Promise<Figure[]> {
  const begin = performance.now();
  await page.goto(address);
  await page.getByRole('tab', { name: 'Output' }).click();
  const output = page.getByTestId('output');
  await output.getByText(`line ${lines - 1} of the log`).waitFor();
  const opened = performance.now() - begin;
  await output.hover();
  const scrolled = await framesDuring(page, async () => {
    for (let step = 0; step < steps; step++) {
      await page.mouse.wheel(0, -900);
      await page.waitForTimeout(frameMs);
    }
  });
  const searched = performance.now();
  await page.getByLabel('Search in the log').fill('line 43210 of');
  await page.getByText('1 found').waitFor();
  await page.keyboard.press('Enter');
  await output.getByText('line 43210 of the log').waitFor();
  const found = performance.now() - searched;
  return [
    { name: `a log of ${lines} lines, opened to its end`, value: opened, unit: 'ms' },
    { name: 'scrolling it, frame p50', value: percentile(sorted(scrolled), 0.5), unit: 'ms' },
    { name: 'scrolling it, frame p95', value: percentile(sorted(scrolled), 0.95), unit: 'ms', atMost: 50 },
    { name: 'searching it, until the line is in sight', value: found, unit: 'ms' },
  ];
}

async function untilReviewed(api: PodiumApi, task: TaskRef): Promise<void> {
  for (let second = 0; second < doneWithinSeconds; second++) {
    if ((await api.task(task)).status === 'AI_REVIEW') return;
    await sleep(1_000);
  }
  throw new Error(`The session did not end in ${doneWithinSeconds} s.`);
}
