import { expect, type Page } from '@playwright/test';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';

/** What a page threw; nothing that an address says may make it throw. */
function errorsOf(page: Page): Error[] {
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  return errors;
}

async function saveView(page: Page, projectId: string, id: string, view: { name: string; query: string }) {
  const response = await page.request.put(`/api/projects/${projectId}/views/${id}`, { data: view });
  expect(response.ok()).toBe(true);
}

const oddLabels = [
  'quoted "so", & <b>so</b>',
  'a=b&c=d#e%20f+g',
  '変更履歴',
  'علامة',
  'constructor',
  'Done',
  'team:web',
  'L'.repeat(50),
];

test('labels of any name are filtered by, grouped by, and kept in addresses and views', async ({
  page,
  api,
  projectId,
}) => {
  const errors = errorsOf(page);
  for (const [index, label] of oddLabels.entries())
    await api.createTask(projectId, { title: `Card ${index}`, labels: [label] });
  const board = new BoardPage(page);
  const shown = page.getByTestId(/^card-/);
  for (const [index, label] of oddLabels.entries()) {
    await board.open(projectId);
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('menuitemcheckbox', { name: label, exact: true }).last().click();
    await expect(shown).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/label=/);
    await page.reload();
    await expect(page.getByRole('button', { name: `Without the filter ${label}`, exact: true })).toBeVisible();
    await expect(shown).toHaveCount(1);
    await expect(shown).toContainText(`Card ${index}`);
  }
  await page.goto(`/projects/${projectId}?layout=list&group=label`);
  const headings = page.getByTestId('task-list').getByRole('heading', { level: 3 });
  await expect
    .poll(async () => (await headings.allTextContents()).sort())
    .toEqual(oddLabels.map((label) => `${label} 1`).sort());

  const query = new URLSearchParams(oddLabels.map((label) => ['label', label])).toString();
  await saveView(page, projectId, 'odd', { name: 'Odd & "quoted" 変更', query });
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(`/projects/${projectId}`);
  await page.getByRole('button', { name: 'Odd & "quoted" 変更', exact: true }).click();
  await expect(page.getByRole('button', { name: /^Without the filter/ })).toHaveCount(oddLabels.length);
  await expect(page.getByRole('status').filter({ hasText: '8 of 8' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(errors).toEqual([]);
});

test('an address that says nonsense shows what it can, and people and labels that are gone', async ({
  page,
  api,
  projectId,
}) => {
  const errors = errorsOf(page);
  const task = await api.createTask(projectId, { title: 'Mend the roof' });
  const board = new BoardPage(page);
  await page.goto(
    `/projects/${projectId}?priority=HUGE&status=__proto__&label=&sort=luck&layout=pie&group=9&archived=maybe&reversed=1&text=%00%E0%A4%A`,
  );
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expect(board.card(task.id)).toBeVisible();
  await expect.poll(() => new URL(page.url()).search).toBe('');

  await saveView(page, projectId, 'gone', {
    name: 'Gone',
    query: 'label=gone&label=__proto__&assignee=user:gone&assignee=none&status=NEVER&nonsense=1',
  });
  const view = page.getByRole('button', { name: 'Gone', exact: true });
  await view.click();
  await expect(view).toHaveAttribute('aria-pressed', 'true');
  for (const name of ['gone', '__proto__', 'Nobody'])
    await expect(page.getByRole('button', { name: `Without the filter ${name}`, exact: true }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Without the filter/ })).toHaveCount(4);
  await expect(board.card(task.id)).toHaveCount(0);
  await page.getByRole('button', { name: /^Filters/ }).click();
  const gone = page.getByRole('menuitemcheckbox', { name: 'gone', exact: true }).first();
  await expect(gone).toBeChecked();
  await gone.click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Without the filter/ })).toHaveCount(3);
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expect(board.card(task.id)).toBeVisible();
  expect(errors).toEqual([]);
});

test('back and forward go through the looks at a board', async ({ page, api, projectId }) => {
  const urgent = await api.createTask(projectId, { title: 'Mend the roof', priority: 'URGENT' });
  const other = await api.createTask(projectId, { title: 'Paint the door' });
  const board = new BoardPage(page);
  await page.goto('/');
  await board.open(projectId);
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Urgent' }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/priority=URGENT$/);
  await page.keyboard.press('v');
  await expect(page).toHaveURL(/layout=list/);
  await page.keyboard.press('/');
  await page.keyboard.type('mend');
  await expect(page).toHaveURL(/text=mend/);
  await board.card(urgent.id).getByRole('link').click();
  await expect(page.getByTestId('task-panel')).toBeVisible();

  await page.goBack();
  await expect(page.getByTestId('task-panel')).toHaveCount(0);
  await expect(page.getByRole('searchbox', { name: 'Filter cards' })).toHaveValue('mend');
  await page.goBack();
  await expect(page.getByTestId('task-list')).toHaveCount(0);
  await expect(board.card(other.id)).toHaveCount(0);
  await expect(page.getByRole('searchbox', { name: 'Filter cards' })).toHaveValue('');
  await page.goBack();
  await expect(board.card(other.id)).toBeVisible();
  await page.goForward();
  await expect(board.card(other.id)).toHaveCount(0);
  await expect(board.card(urgent.id)).toBeVisible();
  await page.goForward();
  await expect(page.getByTestId('task-list')).toBeVisible();
  await page.goBack();
  await page.goBack();
  await expect(board.card(other.id)).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\/$/);
});

test('a view that two people delete at once is gone for both, and comes back for both', async ({
  page,
  api,
  projectId,
  browser,
  contextOptions,
}) => {
  await api.createTask(projectId, { title: 'Mend the roof', priority: 'URGENT' });
  await saveView(page, projectId, 'burning', { name: 'Burning', query: 'priority=URGENT' });
  const context = await browser.newContext(contextOptions);
  const other = await context.newPage();
  for (const each of [page, other]) await each.goto(`/projects/${projectId}?priority=URGENT`);
  const remove = (each: Page) => each.getByRole('button', { name: 'Delete the view Burning' });
  const view = (each: Page) => each.getByRole('button', { name: 'Burning', exact: true });
  await Promise.all([page, other].map((each) => remove(each).waitFor()));
  // Neither hears of the other's before its own is sent.
  await Promise.all([page, other].map((each) => remove(each).evaluate((button: HTMLElement) => button.click())));
  for (const each of [page, other]) {
    await expect(view(each)).toHaveCount(0);
    await expect(each.getByText('was not deleted')).toHaveCount(0);
  }
  const undo = (each: Page) => each.getByRole('button', { name: 'Undo' });
  await expect.poll(async () => (await undo(page).count()) + (await undo(other).count())).toBe(1);
  await ((await undo(page).count()) > 0 ? undo(page) : undo(other)).click();
  for (const each of [page, other]) await expect(view(each)).toHaveAttribute('aria-pressed', 'true');

  await remove(page).focus();
  await remove(other).click();
  await expect(view(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Filters/ })).toBeFocused();
  await context.close();
});

test('the past is filtered like the present; its views are only looked through', async ({ page, api, projectId }) => {
  const urgent = await api.createTask(projectId, { title: 'Mend the roof', priority: 'URGENT' });
  const other = await api.createTask(projectId, { title: 'Paint the door' });
  await saveView(page, projectId, 'burning', { name: 'Burning', query: 'priority=URGENT' });
  const later = await api.createTask(projectId, { title: 'Later and urgent', priority: 'URGENT' });
  const board = new BoardPage(page);
  await board.open(projectId);
  await page.keyboard.press('t');
  await expect(page.getByTestId('timeline-slider')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(/at=\d+/);
  await expect(page.getByTestId('sepia')).toBeVisible();
  // Saving a view is no change of the work, so that arrows alone pass it by.
  await page.keyboard.press('Shift+ArrowRight');
  await expect(board.card(later.id)).toHaveCount(0);
  await page.getByRole('button', { name: 'Burning', exact: true }).click();
  await expect(board.card(other.id)).toHaveCount(0);
  await expect(board.card(urgent.id)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete the view Burning' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Display' }).click();
  await expect(page.getByRole('menuitemradio', { name: 'Title' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Save this view…' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/priority=URGENT.*at=\d+|at=\d+.*priority=URGENT/);
  await page.reload();
  await expect(page.getByTestId('sepia')).toBeVisible();
  await expect(board.card(urgent.id)).toBeVisible();
  await expect(board.card(other.id)).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('sepia')).toHaveCount(0);
  await expect(board.card(later.id)).toBeVisible();
  await expect(board.card(other.id)).toHaveCount(0);
});
