import { expect } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { BoardPage } from './board-page.ts';
import { openDetails } from './details.ts';
import { test } from './fixtures.ts';

test('a text that is too long is told at once, kept over a reload, and saved once it is short enough', async ({
  page,
  api,
  projectId,
}) => {
  const task = await api.createTask(projectId, { title: 'Write a novel', description: 'Short' });
  await openDetails(page, task);
  const description = page.getByRole('textbox', { name: 'Description' });
  await page.getByRole('button', { name: 'Edit the description' }).click();
  await description.fill('word '.repeat(20_480));
  await expect(page.getByText('A description may have 10,000 characters; this one has 102,400.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await description.press('ControlOrMeta+Enter');
  await page.reload();
  await page.getByRole('tab', { name: 'Details' }).click();
  await expect(description).toHaveValue('word '.repeat(20_480));
  expect((await api.task(task)).description).toBe('Short');
  await description.fill('word '.repeat(2_000));
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await api.task(task)).description.length).toBe(10_000);

  const comment = page.getByRole('textbox', { name: 'Comment' });
  await comment.fill('x'.repeat(10_001));
  await expect(page.getByText('A comment may have 10,000 characters; this one has 10,001.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Comment', exact: true })).toBeDisabled();
  await comment.fill('');

  const message = page.getByRole('textbox', { name: 'Message to the agent' });
  await message.fill('x'.repeat(50_001));
  await message.press('ControlOrMeta+Enter');
  await expect(page.getByText('A message may have 50,000 characters; this one has 50,001.')).toBeVisible();
  await expect(message).toHaveValue('x'.repeat(50_001));
});

test('odd titles are shown whole or refused with a reason, and what was typed stays', async ({
  page,
  api,
  projectId,
}) => {
  const task = await api.createTask(projectId, { title: 'Plain' });
  await openDetails(page, task);
  const field = page.getByRole('textbox', { name: 'Title' });
  await page.getByRole('button', { name: 'Plain', exact: true }).click();
  for (const [typed, words] of [
    ['   ', 'A task needs a title.'],
    ['x'.repeat(500), 'A title may have 200 characters; this one has 500.'],
    ['\u200b\u200e\u2060', 'A task needs a title that can be seen.'],
  ] as const) {
    await field.fill(typed);
    await field.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible();
    await expect(field).toHaveValue(typed);
    expect((await api.task(task)).title).toBe('Plain');
  }
  const odd = ['🦄👩‍👩‍👧‍👦', 'مرحبا بالعالم: أضف ملف README', 'W'.repeat(200)];
  for (const title of odd) {
    await field.fill(title);
    await field.press('Enter');
    await expect.poll(async () => (await api.task(task)).title).toBe(title);
    // Nothing runs out of the page, at a phone's width neither.
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const button = page.getByRole('button', { name: title, exact: true });
    const { right, width } = await button.evaluate((element) => {
      const box = element.getBoundingClientRect();
      return { right: box.right, width: element.scrollWidth - element.clientWidth };
    });
    expect(right).toBeLessThanOrEqual(390);
    expect(width).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1440, height: 900 });
    await button.click();
  }
  await field.press('Escape');
  await expectAccessible(page);
});

test('what is written in a description never runs, and asks nobody for anything', async ({
  page,
  api,
  projectId,
  stack,
}) => {
  const foreign: string[] = [];
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== new URL(stack.url).origin) foreign.push(request.url());
  });
  let asked = false;
  page.on('dialog', (dialog) => {
    asked = true;
    void dialog.dismiss();
  });
  const description = [
    '<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)></svg><iframe src="javascript:alert(4)"></iframe>',
    '[click me](javascript:alert(5)) [me too](JaVaScRiPt:alert(6)) [data](data:text/html,<script>alert(7)</script>)',
    '![huge](https://example.com/huge.png) ![inline](data:image/svg+xml,<svg onload=alert(8)>)',
    '<style>body { display: none }</style>',
    '[away](https://example.com/?q=1)',
  ].join('\n\n');
  const task = await api.createTask(projectId, { title: 'Poisoned', description });
  await openDetails(page, task);
  const shown = page.getByRole('region', { name: 'Description' });
  await expect(shown).toContainText('<script>alert(1)</script>');
  for (const words of ['click me', 'me too']) await shown.getByText(words).click();
  expect(await shown.locator('img, script, style, iframe, svg').count()).toBe(0);
  const addresses = await shown.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  expect(addresses.filter((address) => !address?.startsWith('https://example.com/'))).toEqual([]);
  await expect(shown.getByRole('link', { name: 'away' })).toHaveAttribute('rel', /noopener/);
  await page.getByRole('button', { name: 'Edit the description' }).click();
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('<script>alert(1)</script>');
  expect(asked).toBe(false);
  expect(foreign).toEqual([]);
});

test('somebody with more than one name is mentioned as one word', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Ask the owner' });
  await openDetails(page, task);
  const comment = page.getByRole('textbox', { name: 'Comment' });
  await comment.pressSequentially('Look, @own');
  await page.getByRole('listbox', { name: 'Suggestions' }).getByText('Local owner').waitFor();
  await comment.press('Enter');
  await expect(comment).toHaveValue('Look, @Local.owner ');
  await comment.press('ControlOrMeta+Enter');
  await expect(page.getByTestId(/^comment-/)).toContainText('@Local.owner');
  await expect(page.getByTestId(/^comment-/).locator('.mention')).toHaveText('@Local.owner');
  const answer = await page.request.get(`/api/projects/${projectId}/tasks/${task.id}/comments`);
  expect((await answer.json()) as unknown).toMatchObject({ comments: [{ mentions: ['Local.owner'] }] });
});

test('an address without a task says so; a deleted one can be brought back from there, an archived one is shown', async ({
  page,
  api,
  projectId,
}) => {
  await page.goto(`/projects/${projectId}/tasks/no-such-task`);
  await expect(page.getByRole('heading', { name: 'There is no such task' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Back to the board' }).click();
  const board = new BoardPage(page);
  await expect(board.column('TODO')).toBeVisible();
  await expect(page.getByTestId('task-panel')).toHaveCount(0);

  const task = await api.createTask(projectId, { title: 'Gone and back' });
  await page.request.delete(`/api/projects/${projectId}/tasks/${task.id}`);
  await page.goto(`/projects/${projectId}/tasks/${task.id}`);
  await expect(page.getByRole('heading', { name: 'This task was deleted' })).toBeVisible();
  await expect(page.getByText('Local owner deleted the task')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Bring it back' }).click();
  await expect(page.getByTestId('task-status')).toHaveAttribute('data-status', 'TODO');

  await page.request.post(`/api/projects/${projectId}/tasks/${task.id}/archive`, { data: {} });
  await page.goto(`/projects/${projectId}/tasks/${task.id}`);
  await expect(page.getByRole('button', { name: 'Bring back' })).toBeVisible();
  await page.goto(`/projects/${projectId}?task=${task.id}`);
  await expect(page.getByTestId('task-panel')).toContainText('Gone and back');
});
