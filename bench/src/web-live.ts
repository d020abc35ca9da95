/// <reference lib="dom" />
import type { CDPSession, Page } from '@playwright/test';
import { PodiumApi, PodiumStack } from '@podium/stack-driver';
import { streamingSeconds } from './config.ts';
import { percentile, sorted, type Figure } from './harness.ts';
import { readyProject } from './projects.ts';
import { StreamingModel } from './sessions/streaming-model.ts';
import type { StackUnderTest } from './stack-under-test.ts';
import { withBrowser } from './web-browser.ts';

const moves = 40;
const promisedSeconds = 1_800;
const deltasPerSecond = 50;
const settleSeconds = 20;
const unlimited = { minutes: 0, idle_minutes: 0, steps: 0, tokens: 0, cost_usd: 0 };
const megabyte = 1_048_576;

/** A card is moved in one browser: how long until another one shows it there. */
export async function measureMoves(underTest: StackUnderTest): Promise<Figure[]> {
  const { stack, api } = await underTest.started();
  const { id } = await api.createProject({ name: 'Measure: moves' });
  const task = await api.createTask(id, { title: 'Card' });
  for (let other = 0; other < 6; other++) await api.createTask(id, { title: `Other ${other}` });
  const samples = await withBrowser(async (newPage) => {
    const [mover, watcher] = [await newPage(), await newPage()];
    for (const page of [mover, watcher]) {
      await page.goto(`${stack.url}/projects/${id}`);
      await page.locator('[data-testid=connection][data-status=live]').first().waitFor();
    }
    await mover.locator(`[data-card="${task.id}"] a`).focus();
    const found: number[] = [];
    for (let move = 0; move < moves; move++) {
      const [key, status] = move % 2 === 0 ? ['Shift+ArrowRight', 'PLANNING'] : ['Shift+ArrowLeft', 'TODO'];
      const seen = timeOfStatus(watcher, task.id, status);
      // Both pages tell the time of the same machine.
      const begin = await mover.evaluate(() => performance.timeOrigin + performance.now());
      await mover.keyboard.press(key);
      found.push((await seen) - begin);
      await mover.locator(`[data-card="${task.id}"][data-status=${status}]:not([data-pending])`).waitFor();
    }
    return sorted(found);
  });
  await api.deleteProject(id);
  return [
    { name: 'a move shows in another browser, p50', value: percentile(samples, 0.5), unit: 'ms' },
    { name: 'a move shows in another browser, p95', value: percentile(samples, 0.95), unit: 'ms', atMost: 150 },
  ];
}

/** In milliseconds since 1970: when the page shows the card in a column. */
function timeOfStatus(page: Page, taskId: string, status: string): Promise<number> {
  return page.evaluate(
    ([id, wanted]) =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          if (document.querySelector(`[data-card="${id}"][data-status="${wanted}"]`))
            resolve(performance.timeOrigin + performance.now());
          else requestAnimationFrame(look);
        };
        look();
      }),
    [taskId, status],
  );
}

/**
 * What a tab's memory grows by while an agent's output streams into its open panel. On a stack of its own. Where it is
 * streamed for less than is promised, the growth is multiplied.
 */
export async function measureStreamingMemory(): Promise<Figure[]> {
  const model = await StreamingModel.start({ deltasPerSecond, answerSeconds: 4, answers: streamingSeconds });
  const stack = await PodiumStack.start({ env: { PODIUM_DEMO_MODEL_URL: model.url } });
  try {
    const api = new PodiumApi(stack.url);
    const id = await readyProject(api, 'Measure: streaming');
    await api.editProject(id, { session_limits: unlimited });
    const task = await api.createTask(id, { title: 'Stream' });
    await api.execute(task);
    const growth = await withBrowser(async (newPage) => {
      const page = await newPage();
      await page.goto(`${stack.url}/projects/${id}?task=${task.id}`);
      await page.getByTestId('output').waitFor();
      const session = await page.context().newCDPSession(page);
      await page.waitForTimeout(settleSeconds * 1_000);
      const before = await heapBytes(session);
      await page.waitForTimeout(streamingSeconds * 1_000);
      return (await heapBytes(session)) - before;
    });
    const extrapolated = (growth * (promisedSeconds / streamingSeconds)) / megabyte;
    return [
      { name: `tab memory, growth in ${streamingSeconds} s of streaming`, value: growth / megabyte, unit: 'MB' },
      { name: 'the same, extrapolated to 30 minutes', value: extrapolated, unit: 'MB', atMost: 50 },
    ];
  } finally {
    await stack.dispose();
    model.close();
  }
}

async function heapBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}
