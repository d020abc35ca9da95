import { expect } from '@playwright/test';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';
import { expectStatus } from './outcome.ts';

test('dialogs give the focus back to the card that they were opened from', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Sweep the yard' });
  const board = new BoardPage(page);
  await board.open(projectId);
  const link = board.card(task.id).getByRole('link');
  await page.keyboard.press('j');
  await expect(link).toBeFocused();
  for (const [key, name] of [
    ['?', 'Keyboard'],
    ['ControlOrMeta+k', 'Commands'],
    ['c', 'New task'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog', { name }).locator(':focus')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(link).toBeFocused();
  }
  await page.keyboard.press('t');
  await expect(page.getByTestId('timeline-slider')).toBeFocused();
  await page.keyboard.press('t');
  await expect(link).toBeFocused();
});

test('a card that is opened with the keyboard is edited with it, and the focus never falls out of the panel', async ({
  page,
  api,
  projectId,
  request,
}) => {
  const task = await api.createTask(projectId, { title: 'Sweep the yard', description: 'All of it' });
  const board = new BoardPage(page);
  await board.open(projectId);
  const { keyboard } = page;
  await keyboard.press('j');
  await keyboard.press('Enter');
  const details = page.getByRole('tab', { name: 'Details' });
  await expect(details).toBeFocused();
  await keyboard.press('j');
  await expect(board.card(task.id).getByRole('link')).toBeFocused();
  await keyboard.press('Enter');
  await expect(details).toBeFocused();

  const edit = page.getByRole('button', { name: 'Edit the description' });
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await expect(edit).toBeFocused();
  await keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Description' })).toBeFocused();
  await keyboard.type(', and the gate');
  await keyboard.press('Escape');
  await expect(edit).toBeFocused();
  await keyboard.press('ControlOrMeta+z');
  await expect(page.getByRole('textbox', { name: 'Description' })).toBeFocused();
  await keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('textbox', { name: 'Description' })).toHaveCount(0);
  await expect(page.getByText('All of it, and the gate')).toBeVisible();
  await expect(edit).toBeFocused();

  await page.getByLabel('Due date').focus();
  await keyboard.type('12242031');
  await expect.poll(async () => (await api.task(task)).due_on).toBe('2031-12-24');
  // The years 2, 20 and 203, which the browser reports on the way, were none.
  const facts = await (await request.get(`/api/tasks/${task.id}/history`)).text();
  expect(new Set(facts.match(/\d+-12-24/g))).toEqual(new Set(['2031-12-24']));
  // No browser takes a day back by itself: the key is for the page.
  await keyboard.press('ControlOrMeta+z');
  await expect.poll(async () => (await api.task(task)).due_on ?? null).toBeNull();
  await keyboard.press('Escape');
  await expect(details).toBeFocused();

  await page.getByRole('textbox', { name: 'Comment' }).focus();
  await keyboard.type('Mind the cat');
  await keyboard.press('ControlOrMeta+Enter');
  const comment = page.getByTestId(/^comment-/);
  await comment.getByRole('button', { name: 'Delete' }).press('Enter');
  await expect(comment).toHaveCount(0);
  // No text field has the focus now: the key is for the page.
  await keyboard.press('ControlOrMeta+z');
  await expect(comment).toContainText('Mind the cat');
  await keyboard.press('Escape');
  await expect(board.card(task.id).getByRole('link')).toBeFocused();
});

test('the inbox is answered with the keyboard, and leads into the panel', async ({ page, api, projectId }) => {
  const asked = await api.createTask(projectId, { title: 'Outside the workspace' });
  await api.execute(asked);
  await page.goto('/inbox');
  const row = page.getByTestId('inbox-permission').filter({ hasText: asked.title });
  await row.waitFor();
  await row.focus();
  await page.keyboard.press('a');
  await expect(row.getByRole('button', { name: 'Allow once' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(row).toHaveCount(0);
  await expectStatus(api, asked, 'AI_REVIEW');
  const work = page.getByTestId('inbox-review').filter({ hasText: asked.title });
  await work.waitFor();
  await work.focus();
  await page.keyboard.press('a');
  await expect(page).toHaveURL(/\/projects\//);
  await expect(page.getByRole('tab', { name: 'Output' })).toBeFocused();
});

test('a search for a task to wait for says why there is none', async ({ page, api, projectId }) => {
  const first = await api.createTask(projectId, { title: 'Lay the floor' });
  const second = await api.createTask(projectId, { title: 'Paint the walls' });
  await page.goto(`/projects/${projectId}/tasks/${second.id}`);
  const search = page.getByLabel('Find a task to wait for');
  await search.fill('floor');
  await page.getByRole('option', { name: first.title }).waitFor();
  await search.press('Enter');
  await page.getByRole('link', { name: first.title }).click();
  await expect(page.getByTestId('task-panel')).toContainText(first.title);
  await search.fill('paint');
  await expect(page.getByText('“Paint the walls” already waits for this task')).toBeVisible();
  await search.fill('no such thing');
  await expect(page.getByText('No task is called like that.')).toBeVisible();
});

test('files that are dropped anywhere on the details go to the task', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Hang the picture' });
  await page.goto(`/projects/${projectId}/tasks/${task.id}`);
  await page.getByRole('button', { name: 'Add a description…' }).click();
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['A frame.'], 'frame.txt', { type: 'text/plain' }));
    return transfer;
  });
  const field = page.getByRole('textbox', { name: 'Description' });
  await field.dispatchEvent('dragover', { dataTransfer: dropped });
  await field.dispatchEvent('drop', { dataTransfer: dropped });
  await expect(page.getByRole('region', { name: 'Files' })).toContainText('frame.txt');
  await expect.poll(async () => (await api.task(task)).attachments.map(({ name }) => name)).toEqual(['frame.txt']);
});

test('the model that a person prefers answers what they execute and write', async ({
  page,
  api,
  projectId,
  request,
}) => {
  const task = await api.createTask(projectId, { title: 'Add a README file' });
  const board = new BoardPage(page);
  await board.open(projectId);
  await board.expectPodReady();
  await page.goto('/settings');
  await page.getByLabel('Your model').selectOption({ label: 'Demo model (scripted)' });
  await board.open(projectId);
  await board.executeButton(board.card(task.id)).click();
  await expectStatus(api, task, 'AI_REVIEW');
  const { latest_session_id: sessionId } = await api.task(task);
  const { items } = await (await request.get(`/api/sessions/${sessionId}/activity`)).json();
  expect(items[0].prompt.model).toEqual({ provider_id: 'podium-demo', model_id: 'scripted' });
  await board.openTask(board.card(task.id));
  await expect(page.getByLabel('Model', { exact: true })).toContainText('Yours: Demo model (scripted)');
});
