import { devices, expect, type Page } from '@playwright/test';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';

/** Parts that are loaded when the browser is idle are there. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

/** Whether it is there a few frames after something was pressed; in frames, because the machine may be busy. */
function shownAfterPress(page: Page, button: string, shown: string): Promise<boolean> {
  return page.evaluate(
    async ([pressed, awaited]) => {
      document.querySelector<HTMLElement>(pressed)?.click();
      for (let frame = 0; frame < 10; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
      return document.querySelector(awaited) !== null;
    },
    [button, shown] as const,
  );
}

test('what is opened for the first time is there at once', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'At once' });
  const board = new BoardPage(page);
  await board.open(projectId);
  await expect(board.card(task.id)).toBeVisible();
  await settle(page);
  expect(await shownAfterPress(page, '[aria-label="Actions of At once"]', '[role=menuitem]')).toBe(true);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  expect(await shownAfterPress(page, `[data-card="${task.id}"] a`, '[data-testid=task-panel] [role=tab]')).toBe(true);
});

test('what a pointer pressed has no ring, until a key is pressed', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Pressed' });
  await page.goto(`/projects/${projectId}?task=${task.id}`);
  const story = page.getByRole('tab', { name: 'Story', exact: true });
  await story.click();
  await expect(story).toBeFocused();
  await expect(story).toHaveCSS('outline-style', 'none');
  await page.keyboard.press('ArrowLeft');
  const changes = page.getByRole('tab', { name: 'Changes' });
  await expect(changes).toBeFocused();
  await expect(changes).toHaveCSS('outline-style', 'solid');
});

test('nothing can be done with a project that is not there', async ({ page }) => {
  await page.goto('/projects/no-such-project');
  await expect(page.getByText('There is no such project')).toBeVisible();
  await expect(page.getByRole('button', { name: 'New task' })).toHaveCount(0);
  await expect(page.getByPlaceholder('Filter')).toHaveCount(0);
});

test.describe('on a tablet', () => {
  test.use({ viewport: { width: 820, height: 1180 }, hasTouch: true });

  test('an open task has the room of the board, and gives it back', async ({ page, api, projectId }) => {
    const task = await api.createTask(projectId, { title: 'Roomy' });
    const board = new BoardPage(page);
    await board.open(projectId);
    await board.card(task.id).getByRole('link').tap();
    const panel = page.getByTestId('task-panel');
    await expect.poll(async () => (await panel.boundingBox())?.width).toBeGreaterThan(550);
    await panel.getByRole('button', { name: 'Close', exact: true }).tap();
    await expect(panel).toHaveCount(0);
    await expect(board.card(task.id)).toBeVisible();
  });
});

test.describe('on a phone', () => {
  const { userAgent, isMobile, deviceScaleFactor } = devices['Pixel 7'];
  test.use({ viewport: { width: 360, height: 740 }, userAgent, isMobile, deviceScaleFactor, hasTouch: true });

  test('the bar keeps to its rows, however long the name and whatever waits', async ({ page, api, projectId }) => {
    await api.createTask(projectId, { title: 'First' });
    const board = new BoardPage(page);
    await board.open(projectId);
    const heading = page.getByRole('heading', { level: 1 });
    await expect(heading).toContainText('however long the name');
    const middleOf = async (name: string): Promise<number> => {
      const box = await page.locator('header').first().getByRole('button', { name, exact: true }).boundingBox();
      return box ? Math.round(box.y + box.height / 2) : Number.NaN;
    };
    const middle = await middleOf('Menu');
    for (const name of ['List', 'Timeline', 'New task'])
      expect(Math.abs((await middleOf(name)) - middle), name).toBeLessThanOrEqual(1);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });

  test('what is written into is large enough that the browser does not zoom', async ({ page, api, projectId }) => {
    const task = await api.createTask(projectId, { title: 'Written' });
    await page.goto(`/projects/${projectId}?task=${task.id}`);
    const composer = page.getByTestId('task-panel').locator('textarea').last();
    await expect(composer).toHaveCSS('font-size', '16px');
  });
});
