import { expect } from '@playwright/test';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';

test('archived cards are found, read and brought back', async ({ page, api, projectId }) => {
  const away = await api.createTask(projectId, { title: 'Put away' });
  const old = await api.createTask(projectId, { title: 'Old idea' });
  const kept = await api.createTask(projectId, { title: 'Kept' });
  const board = new BoardPage(page);
  await board.open(projectId);
  await board.card(away.id).getByRole('link').focus();
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  const selection = page.getByRole('toolbar', { name: 'Selected cards' });
  await selection.getByRole('button', { name: 'Archive' }).click();
  await expect(board.card(away.id)).toHaveCount(0);

  await page.reload();
  await expect(board.card(kept.id)).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('archived cards');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/archived=true/);
  await expect(board.card(away.id)).toBeVisible();
  await expect(board.card(kept.id)).toHaveCount(0);

  await page.reload();
  await board.card(old.id).getByRole('link').click();
  await expect(page.getByTestId('task-panel')).toContainText('Old idea');
  await expect(page.getByTestId('task-panel').getByRole('button', { name: 'Execute' })).toHaveCount(0);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Bring back Put away' }).click();
  await expect(board.card(away.id)).toHaveCount(0);
  await expect.poll(async () => (await api.board(projectId)).tasks.map(({ title }) => title)).toContain('Put away');
  await board.undo('Brought back “Put away”');
  await expect(board.card(away.id)).toBeVisible();

  for (const id of [away.id, old.id]) {
    await board.card(id).hover();
    await board.card(id).getByRole('checkbox').check();
  }
  await selection.getByRole('button', { name: 'Bring back' }).click();
  await expect(page.getByText('Nothing is archived.')).toBeVisible();
  await page.getByRole('button', { name: 'Show everything' }).click();
  for (const { id } of [away, old, kept]) await expect(board.card(id)).toBeVisible();
});

test('a link to an archived card still shows it', async ({ page, api, projectId, stack }) => {
  const task = await api.createTask(projectId, { title: 'Put away' });
  const response = await fetch(`${stack.url}/api/projects/${projectId}/tasks/${task.id}/archive`, { method: 'POST' });
  expect(response.ok).toBe(true);
  await page.goto(`/projects/${projectId}?task=${task.id}`);
  await expect(page.getByTestId('task-panel')).toContainText('Put away');
  await page.goto(`/projects/${projectId}/tasks/${task.id}`);
  await page.getByRole('button', { name: 'Bring back' }).click();
  await expect(page.getByRole('button', { name: 'Execute' })).toBeVisible();
});
