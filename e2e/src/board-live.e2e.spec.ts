import { devices, expect } from '@playwright/test';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';

test('what others do shows at once and takes the focus from nobody', async ({
  page,
  browser,
  stack,
  api,
  projectId,
}) => {
  const moved = await api.createTask(projectId, { title: 'Theirs' });
  const kept = await api.createTask(projectId, { title: 'Mine' });
  const mine = new BoardPage(page);
  await mine.open(projectId);
  await mine.card(kept.id).getByRole('link').focus();

  const context = await browser.newContext({ baseURL: stack.url });
  const theirs = new BoardPage(await context.newPage());
  await theirs.open(projectId);
  await theirs.card(moved.id).getByRole('link').focus();
  await theirs.page.keyboard.press('Shift+ArrowRight');
  await expect(mine.card(moved.id)).toHaveAttribute('data-status', 'PLANNING', { timeout: 2_000 });
  await expect(mine.card(kept.id).getByRole('link')).toBeFocused();
  await context.close();
});

test('a lost connection is said, and what was missed comes by itself', async ({ page, context, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Moved meanwhile' });
  const board = new BoardPage(page);
  await board.open(projectId);
  await expect(board.connection.first()).toHaveAttribute('data-status', 'live');
  await context.setOffline(true);
  await expect(board.connection.first()).toHaveAttribute('data-status', 'offline');
  await expect(page.getByText('The connection is lost.')).toBeVisible();
  await api.move(task, 'PLANNING');
  await expect(board.card(task.id)).toHaveAttribute('data-status', 'TODO');
  await context.setOffline(false);
  await expect(board.connection.first()).toHaveAttribute('data-status', 'live');
  await expect(board.card(task.id)).toHaveAttribute('data-status', 'PLANNING');
});

test('a card tells what its agent does, and the board does not follow the whole output', async ({
  page,
  api,
  projectId,
}) => {
  const sent: string[] = [];
  const received: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => sent.push(String(payload)));
    socket.on('framereceived', ({ payload }) => received.push(String(payload)));
  });
  const task = await api.createTask(projectId, { title: 'Slow walk through the sources' });
  const board = new BoardPage(page);
  await board.open(projectId);
  await api.execute(task);
  await expect.poll(() => received.filter((frame) => frame.includes('["step",')).length).toBeGreaterThan(2);
  const line = board.card(task.id).getByTestId('running');
  await expect(line.locator('[title]').first()).not.toBeEmpty();

  // What it did last before one looked is there, too.
  await page.reload();
  await expect(line.locator('[title]').first()).not.toBeEmpty();
  expect(sent.filter((frame) => frame.includes('["output",'))).toEqual([]);
  await api.stop(task);
});

test('of many cards only those in sight are drawn, all are reached', async ({ page, api, projectId }) => {
  // Podium takes 300 changes a second by default.
  const count = 200;
  for (let made = 0; made < count; made += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, at) => api.createTask(projectId, { title: `Card ${made + at}` })));
  }
  const { tasks } = await api.board(projectId);
  const board = new BoardPage(page);
  await board.open(projectId);
  await expect(page.getByTestId('count-TODO')).toContainText(String(count));
  expect(await page.getByTestId(/^card-/).count()).toBeLessThan(60);
  const last = tasks.at(-1);
  await board
    .column('TODO')
    .locator('[data-scroller]')
    .evaluate((list) => list.scrollTo({ top: list.scrollHeight }));
  await expect(board.card(last?.id ?? '')).toBeVisible();
});

test.describe('on a phone', () => {
  const { viewport, userAgent, hasTouch, isMobile, deviceScaleFactor } = devices['Pixel 7'];
  test.use({ viewport, userAgent, hasTouch, isMobile, deviceScaleFactor });

  test('cards are read, executed and moved by touch', async ({ page, api, projectId }) => {
    const task = await api.createTask(projectId, { title: 'Touched' });
    const board = new BoardPage(page);
    await board.open(projectId);
    await board.card(task.id).getByRole('button', { name: 'Actions of Touched' }).tap();
    await page.getByRole('menuitem', { name: 'In progress' }).tap();
    await expect.poll(async () => (await api.task(task)).status).toBe('IN_PROGRESS');
    await page.getByRole('button', { name: 'Menu' }).tap();
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
