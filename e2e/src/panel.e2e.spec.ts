import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { untilStill } from './accessibility.ts';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';
import { holdOn, letGo } from './held-task.ts';
import { expectOutput, expectStatus } from './outcome.ts';

const readme = 'Add a README file';

async function openTask(page: Page, task: { project_id: string; id: string }): Promise<void> {
  await page.goto(`/projects/${task.project_id}/tasks/${task.id}`);
  await expect(page.getByTestId('task-status')).toBeVisible();
}

async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
}

async function expectAccessible(page: Page): Promise<void> {
  await untilStill(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(' '))])).toEqual([]);
}

test('details: everything about a card is edited where it stands, and survives a reload', async ({
  page,
  api,
  projectId,
}) => {
  const other = await api.createTask(projectId, { title: 'The other card' });
  const task = await api.createTask(projectId, { title: readme });
  await openTask(page, task);
  await openTab(page, 'Details');

  await page.getByRole('button', { name: 'Edit the description' }).click();
  await page.getByRole('textbox', { name: 'Description' }).fill('## Why\n\n- [ ] **bold** <i>no html</i>');
  await expect(page.getByRole('region', { name: 'Preview' }).getByRole('heading', { name: 'Why' })).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByLabel('Add a label').fill('docs');
  await page.getByLabel('Add a label').press('Enter');
  await page.getByLabel('Add a step').fill('Write it');
  await page.getByLabel('Add a step').press('Enter');
  await page.getByRole('checkbox', { name: 'Write it' }).check();
  await page.getByLabel('Due date').fill('2030-12-24');
  await page.getByLabel('Find a task to wait for').fill('other');
  await page.getByRole('option', { name: other.title }).waitFor();
  await page.getByLabel('Find a task to wait for').press('Enter');
  await page.getByRole('textbox', { name: 'Comment' }).fill('Looks **good**');
  await page.getByRole('button', { name: 'Comment', exact: true }).click();
  await expect(page.getByTestId(/^comment-/)).toContainText('Looks good');
  await page.getByLabel('Files to add').setInputFiles({
    name: 'dot.png',
    mimeType: 'image/png',
    buffer: Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  });
  await expect(page.getByRole('link', { name: /dot\.png/ })).toBeVisible();
  await expectAccessible(page);

  await page.reload();
  await openTab(page, 'Details');
  await expect(page.getByRole('heading', { name: 'Why' })).toBeVisible();
  await expect(page.getByText('<i>no html</i>')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Remove the label docs' })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Write it' })).toBeChecked();
  await expect(page.getByLabel('Due date')).toHaveValue('2030-12-24');
  await expect(page.getByRole('link', { name: other.title })).toBeVisible();
  const picture = page.getByRole('link', { name: /dot\.png/ }).locator('img');
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
});

test('a newer text of someone else is shown, and never overwritten unseen', async ({
  page,
  api,
  projectId,
  browser,
  stack,
}) => {
  const task = await api.createTask(projectId, { title: readme, description: 'First words' });
  const context = await browser.newContext({ baseURL: stack.url });
  const second = await context.newPage();
  for (const reader of [page, second]) {
    await openTask(reader, task);
    await openTab(reader, 'Details');
    await reader.getByRole('button', { name: 'Edit the description' }).click();
  }
  await page.getByRole('textbox', { name: 'Description' }).fill('Words of the first');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('textbox', { name: 'Description' })).toHaveCount(0);
  await second.getByRole('textbox', { name: 'Description' }).fill('Words of the second');
  await second.getByRole('button', { name: 'Save' }).click();
  await expect(second.getByRole('heading', { name: 'The newer text' })).toBeVisible();
  expect((await api.task(task)).description).toBe('Words of the first');
  await second.getByRole('button', { name: 'Save mine over it' }).click();
  await expect.poll(async () => (await api.task(task)).description).toBe('Words of the second');
  await context.close();
});

test('a newer title of someone else is told to whoever typed another one', async ({
  page,
  api,
  projectId,
  browser,
  stack,
}) => {
  const task = await api.createTask(projectId, { title: readme });
  const context = await browser.newContext({ baseURL: stack.url });
  const second = await context.newPage();
  for (const reader of [page, second]) {
    await openTask(reader, task);
    await reader.getByRole('button', { name: readme, exact: true }).click();
  }
  await page.getByRole('textbox', { name: 'Title' }).fill('Title of the first');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await api.task(task)).title).toBe('Title of the first');
  await second.getByRole('textbox', { name: 'Title' }).fill('Title of the second');
  await second.keyboard.press('Enter');
  await expect(second.getByText('It is now “Title of the first”.')).toBeVisible();
  await expect(second.getByRole('textbox', { name: 'Title' })).toHaveValue('Title of the second');
  await second.getByRole('button', { name: 'Save mine over it' }).click();
  await expect.poll(async () => (await api.task(task)).title).toBe('Title of the second');
  await context.close();
});

test('delete is taken back, and a template is kept', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: readme });
  await openTask(page, task);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /template/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved the template').first()).toBeVisible();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await new BoardPage(page).undo('Deleted');
  await expect(async () => expect((await api.task(task)).title).toBe(readme)).toPass();
});

test('the conversation: a follow-up waits for its turn, can be changed, and is answered; drafts survive', async ({
  page,
  stack,
  api,
  projectId,
}) => {
  const task = await api.createTask(projectId, { title: `Slowly for 2 seconds, then ${holdOn}` });
  await openTask(page, task);
  await page.getByRole('button', { name: 'Execute' }).first().click();
  await expectOutput(api, task);
  await openTab(page, 'Conversation');
  const composer = page.getByLabel('Message to the agent');
  await composer.fill('Run `echo later`');
  await composer.press('Control+Enter');
  const waiting = page.getByRole('region', { name: 'Messages that wait' });
  await expect(waiting).toContainText('Run `echo later`');
  await waiting.getByRole('button', { name: 'Edit this message' }).click();
  await waiting.getByLabel('The message').fill('Run `echo never`');
  await waiting.getByRole('button', { name: 'Cancel' }).click();
  await expect(waiting).toContainText('Run `echo later`');
  await waiting.getByRole('button', { name: 'Edit this message' }).click();
  await waiting.getByLabel('The message').fill('Run `echo changed`');
  await waiting.getByRole('button', { name: 'Save' }).click();
  await expect(waiting).toContainText('echo changed');
  await composer.fill('A thought for later');
  await page.reload();
  await expect(composer).toHaveValue('A thought for later');
  await waiting.getByRole('button', { name: 'Edit this message' }).click();
  await waiting.getByLabel('The message').fill('Too late');
  letGo(stack, projectId);
  await expectStatus(api, task, 'AI_REVIEW');
  await expect(composer).toHaveValue('A thought for later\n\nToo late');
  await openTab(page, 'Conversation');
  await expect(page.getByRole('log', { name: 'Conversation' })).toContainText('echo changed');
  await expect(page.getByRole('article', { name: 'Turn' })).toHaveCount(2);
  await expectAccessible(page);

  await composer.fill('Run `echo and again`');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('article', { name: 'Turn' }).last()).toContainText('echo and again');
});

test('interrupt and send breaks off what the agent does', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: `Slowly for 120 seconds: ${readme}` });
  await openTask(page, task);
  await page.getByRole('button', { name: 'Execute' }).first().click();
  await expectOutput(api, task);
  await page.getByLabel('Message to the agent').fill('Run `echo instead`');
  await page.getByRole('button', { name: 'Interrupt and send' }).click();
  await expectStatus(api, task, 'AI_REVIEW');
  await openTab(page, 'Conversation');
  await expect(page.getByRole('log', { name: 'Conversation' })).toContainText('echo instead');
});

test('the output: steps fold, search finds what is folded', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Run `echo needle in the answer`' });
  await api.execute(task);
  await expectStatus(api, task, 'AI_REVIEW');
  await openTask(page, task);
  const output = page.getByTestId('output');
  const call = output.getByRole('button', { name: /bash/ }).first();
  await expect(call).toHaveAttribute('aria-expanded', 'false');
  await call.click();
  await expect(output.locator('[data-part=result]').first()).toContainText('needle in the answer');
  await call.click();
  await page.getByLabel('Search in the log').fill('needle in the answer');
  // In what was asked, in the call, in its arguments.
  await expect(page.getByText(/\d+ found/)).toBeVisible();
  for (let step = 0; step < 3; step += 1) await page.getByLabel('Search in the log').press('Enter');
  await expect(call).toHaveAttribute('aria-expanded', 'true');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the log' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.log$/);
  await expectAccessible(page);
});

test('the inbox counts what waits, in the title too, and answers it with the keyboard', async ({
  page,
  api,
  projectId,
}) => {
  const task = await api.createTask(projectId, { title: 'Needs permission: look outside of the workspace' });
  await page.goto('/inbox');
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
  await api.execute(task);
  const item = page.getByTestId('inbox-permission').filter({ hasText: task.title });
  await expect(item).toBeVisible({ timeout: 90_000 });
  await expect(page).toHaveTitle(/^\(\d+\) Inbox/);
  await expectAccessible(page);
  await item.focus();
  await page.keyboard.press('a');
  await item.getByRole('button', { name: 'Allow once' }).click();
  await expect(item).toHaveCount(0);
  await expectStatus(api, task, 'AI_REVIEW');
  await expect(page.getByTestId('inbox-review').filter({ hasText: task.title })).toBeVisible();
});

test('settings and insights, in both themes and on a phone', async ({ page, projectId }) => {
  await page.goto('/settings');
  const projects = page.getByRole('region', { name: 'Projects' });
  await expect(projects.locator(`a[href="/projects/${projectId}/settings"]`)).toBeVisible();
  for (const theme of ['Dark', 'Light']) {
    await page.getByRole('radio', { name: theme }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase());
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ['/settings', '/insights', '/inbox']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await expectAccessible(page);
  }
});

test('a session over its limit is continued once a person has raised it', async ({ page, api, projectId, request }) => {
  const limits = { minutes: 60, idle_minutes: 10, steps: 2, tokens: 0, cost_usd: 0 };
  await request.patch(`/api/projects/${projectId}`, { data: { session_limits: limits } });
  const task = await api.createTask(projectId, { title: 'The model loops for ever' });
  await openTask(page, task);
  await page.getByRole('button', { name: 'Execute' }).first().click();
  const strip = page.getByRole('region', { name: 'Stopped at a limit' });
  await expect(strip).toBeVisible({ timeout: 60_000 });
  await strip.getByLabel('The new limit').fill('5');
  await strip.getByRole('button', { name: 'Raise and go on' }).click();
  await expectStatus(api, task, 'IN_PROGRESS');
  await expect.poll(async () => (await api.sessions(task)).length).toBe(2);
});

test('a full queue says its place, and lets a person choose what runs next', async ({
  page,
  api,
  projectId,
  request,
}) => {
  await request.patch(`/api/projects/${projectId}`, { data: { max_concurrent_sessions: 1 } });
  const titles = ['Slowly for 60 seconds: one', 'Slowly for 60 seconds: two', 'Slowly for 60 seconds: three'];
  const tasks = [];
  for (const title of titles) tasks.push(await api.createTask(projectId, { title }));
  for (const task of tasks) await api.execute(task);
  const [first, , third] = tasks;
  if (!first || !third) throw new Error('three tasks were made');
  await openTask(page, third);
  const queue = page.getByRole('region', { name: 'Queue' });
  await expect(queue).toContainText('Number 2 in the queue', { timeout: 60_000 });
  await queue.getByRole('button', { name: 'Run next' }).click();
  await expect(queue).toContainText('Number 1 in the queue');
  await queue.getByRole('button', { name: 'Pause the queue' }).click();
  await expect(queue).toContainText('The queue is paused');
  await queue.getByRole('button', { name: 'Resume the queue' }).click();
  await expect(queue).not.toContainText('paused');
  for (const task of tasks) await api.stop(task);
});
