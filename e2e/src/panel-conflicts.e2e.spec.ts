import { expect } from '@playwright/test';
import { openDetails, openDetailsElsewhere } from './details.ts';
import { test } from './fixtures.ts';

test('a comment that is deleted elsewhere while it is written keeps the words, and can be posted anew', async ({
  page,
  api,
  projectId,
  browser,
  stack,
}) => {
  const task = await api.createTask(projectId, { title: 'Talk about it' });
  const path = `/api/projects/${projectId}/tasks/${task.id}/comments`;
  const said = await page.request.post(path, { data: { text: 'First' } });
  const { id } = (await said.json()) as { id: string };
  await openDetails(page, task);
  const second = await openDetailsElsewhere(browser, stack, task);
  const comment = page.getByTestId(`comment-${id}`);
  const field = comment.getByRole('textbox', { name: 'Comment' });

  await comment.getByRole('button', { name: 'Edit' }).press('Enter');
  await field.fill('First, and more');
  await second.getByTestId(`comment-${id}`).getByRole('button', { name: 'Edit' }).press('Enter');
  const theirs = second.getByTestId(`comment-${id}`).getByRole('textbox', { name: 'Comment' });
  await theirs.fill('Changed');
  await theirs.press('ControlOrMeta+Enter');
  await expect(comment.getByRole('alert')).toContainText('It is now: “Changed”');
  await field.press('ControlOrMeta+Enter');
  await expect(field).toHaveValue('First, and more');
  await comment.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(second.getByTestId(`comment-${id}`)).toContainText('First, and more');

  await comment.getByRole('button', { name: 'Edit' }).press('Enter');
  await field.fill('Too good to lose');
  await second.getByTestId(`comment-${id}`).getByRole('button', { name: 'Delete' }).press('Enter');
  await expect(comment.getByRole('alert')).toContainText('This comment was deleted meanwhile.');
  await expect(field).toHaveValue('Too good to lose');
  await comment.getByRole('button', { name: 'Post it as a new comment' }).click();
  await expect(page.getByTestId(/^comment-/)).toHaveCount(1);
  await expect(page.getByTestId(/^comment-/)).toHaveText(/Too good to lose/);
  await expect(second.getByTestId(/^comment-/)).toHaveText(/Too good to lose/);
  await second.context().close();
});

test('an answer that was on its way while somebody commented takes nothing away', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Talk at once' });
  const path = `/api/projects/${projectId}/tasks/${task.id}/comments`;
  let [wasAsked, letGo] = [(): void => undefined, (): void => undefined];
  const asked = new Promise<void>((resolve) => (wasAsked = resolve));
  const told = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(`**${path}**`, async (route) => {
    const answer = await route.fetch();
    wasAsked();
    await told;
    await route.fulfill({ response: answer });
  });
  await openDetails(page, task);
  await asked;
  await page.request.post(path, { data: { text: 'Said meanwhile' } });
  const card = await page.context().newPage();
  await card.goto(`/projects/${projectId}`);
  await expect(card.getByTestId(`card-${task.id}`)).toContainText('1 comment');
  letGo();
  await expect(page.getByTestId(/^comment-/)).toContainText('Said meanwhile');
  await card.close();
});

test('an undo writes over nothing that somebody else did since, and says so', async ({
  page,
  api,
  projectId,
  browser,
  stack,
}) => {
  const task = await api.createTask(projectId, { title: 'Mine' });
  await openDetails(page, task);
  const second = await openDetailsElsewhere(browser, stack, task);
  for (const [who, before, after] of [
    [page, 'Mine', 'Mine, better'],
    [second, 'Mine, better', 'Theirs'],
  ] as const) {
    await who.getByRole('button', { name: before, exact: true }).click();
    await who.getByRole('textbox', { name: 'Title' }).fill(after);
    await who.getByRole('textbox', { name: 'Title' }).press('Enter');
    await expect.poll(async () => (await api.task(task)).title).toBe(after);
  }
  await expect(page.getByRole('button', { name: 'Theirs', exact: true })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByText('Not undone: Changed the title').first()).toBeVisible();
  expect((await api.task(task)).title).toBe('Theirs');
  await second.context().close();
});

test('a due day is the same day wherever one looks', async ({ api, projectId, browser, stack }) => {
  const task = await api.createTask(projectId, { title: 'Send the card' });
  const east = await openDetailsElsewhere(browser, stack, task, { timezoneId: 'Pacific/Kiritimati' });
  const west = await openDetailsElsewhere(browser, stack, task, { timezoneId: 'Pacific/Pago_Pago' });
  await east.getByLabel('Due date').fill('2031-12-24');
  await expect(west.getByLabel('Due date')).toHaveValue('2031-12-24');
  await west.getByLabel('Due date').fill('2031-01-01');
  await expect(east.getByLabel('Due date')).toHaveValue('2031-01-01');
  await expect.poll(async () => (await api.task(task)).due_on).toBe('2031-01-01');
  for (const page of [east, west]) {
    await page.goto(`/projects/${projectId}`);
    await expect(page.getByTestId(`card-${task.id}`)).toContainText('1 Jan 2031');
    await page.context().close();
  }
});
