import { expect } from '@playwright/test';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';

test('what is filtered, grouped and listed is part of the address', async ({ page, api, projectId }) => {
  const urgent = await api.createTask(projectId, { title: 'Mend the roof', priority: 'URGENT' });
  const other = await api.createTask(projectId, { title: 'Paint the door' });
  const board = new BoardPage(page);
  await board.open(projectId);

  await page.keyboard.press('/');
  await page.keyboard.type('roof');
  await expect(board.card(other.id)).toHaveCount(0);
  await expect(board.card(urgent.id)).toBeVisible();
  await expect(page.getByTestId('filter-bar')).toContainText('1 of 2');
  await expect(page).toHaveURL(/text=roof/);
  await page.keyboard.press('Enter');
  await expect(board.card(urgent.id).getByRole('link')).toBeFocused();

  await page.reload();
  await expect(board.card(urgent.id)).toBeVisible();
  await expect(board.card(other.id)).toHaveCount(0);
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expect(board.card(other.id)).toBeVisible();

  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Urgent' }).click();
  await page.keyboard.press('Escape');
  await expect(board.card(other.id)).toHaveCount(0);
  await expect(page).toHaveURL(/priority=URGENT/);

  await page.getByRole('button', { name: 'List' }).click();
  await expect(page.getByTestId('task-list')).toContainText('Mend the roof');
  await expect(page).toHaveURL(/layout=list/);
});

test('a look at the board is saved, shared and deleted', async ({ page, api, projectId }) => {
  await api.createTask(projectId, { title: 'Mend the roof', priority: 'URGENT' });
  const other = await api.createTask(projectId, { title: 'Paint the door' });
  const board = new BoardPage(page);
  await board.open(projectId);
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Urgent' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Display' }).click();
  await page.getByRole('menuitem', { name: 'Save this view…' }).click();
  await page.getByLabel('Name').fill('Burning');
  await page.getByRole('button', { name: 'Save view' }).click();
  const view = page.getByRole('button', { name: 'Burning', exact: true });
  await expect(view).toHaveAttribute('aria-pressed', 'true');

  await page.goto(`/projects/${projectId}`);
  await expect(board.card(other.id)).toBeVisible();
  await view.click();
  await expect(board.card(other.id)).toHaveCount(0);
  await page.getByRole('button', { name: 'Delete the view Burning' }).click();
  await expect(view).toHaveCount(0);
});

test('the palette finds tasks, projects and commands; keys lead everywhere', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Mend the roof' });
  const board = new BoardPage(page);
  await board.open(projectId);
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('mend roof');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('task-panel')).toContainText('Mend the roof');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('task-panel')).toHaveCount(0);
  await expect(board.card(task.id).getByRole('link')).toBeFocused();

  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('pause queue');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('queue-state')).toContainText('paused');
  await page.getByRole('button', { name: 'Resume the queue' }).click();
  await expect(page.getByTestId('queue-state')).toHaveAttribute('data-paused', 'false');

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await expect(page).toHaveURL(/\/$/);
});
