import { expect } from '@playwright/test';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';

/** What a newcomer may take from the first page to the first finished task. */
const withinMilliseconds = 60_000;

test('a newcomer gets to a first finished task in under a minute', async ({ page, api }) => {
  const begin = Date.now();
  await page.goto('/');
  await page.getByRole('button', { name: /Try the sample/ }).click();
  await page.getByRole('button', { name: 'Create project' }).click();
  const steps = page.getByTestId('first-steps');
  await expect(steps).toContainText('Give a task to the agent');
  await steps.getByRole('button', { name: 'Execute' }).click();
  await expect(page.getByTestId('task-panel')).toBeVisible();
  const board = new BoardPage(page);
  await expect(board.column('AI_REVIEW').getByTestId(/^card-/)).toHaveCount(1, { timeout: withinMilliseconds });
  await expect(steps).toContainText('Look at what it changed');
  await expect(board.column('AI_REVIEW').getByTestId('result')).toContainText('1 file');
  expect(Date.now() - begin).toBeLessThan(withinMilliseconds);
  await api.deleteProject(/projects\/([^/?]+)/.exec(page.url())?.[1] ?? '');
});
