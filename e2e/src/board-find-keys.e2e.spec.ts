import { expect, type Locator, type Page } from '@playwright/test';
import type { PodiumApi } from '@podium/stack-driver';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';
import { Keyboard } from './keyboard.ts';
import { expectStatus } from './outcome.ts';

/** A card of each kind that there is a filter for. */
async function cardsOfEachKind(api: PodiumApi, projectId: string, page: Page) {
  const roof = await api.createTask(projectId, {
    title: 'Mend the roof',
    priority: 'URGENT',
    labels: ['house'],
    assignee: 'user:owner',
  });
  const door = await api.createTask(projectId, { title: 'Paint the door', priority: 'LOW', labels: ['garden'] });
  const asks = await api.createTask(projectId, { title: 'Outside the workspace', assignee: 'user:owner' });
  const fails = await api.createTask(projectId, { title: 'The model must fail', assignee: 'user:owner' });
  const away = await api.createTask(projectId, { title: 'Put away' });
  await page.request.post(`/api/projects/${projectId}/tasks/${away.id}/archive`);
  await api.execute(asks);
  await api.execute(fails);
  await expect.poll(async () => (await api.task(fails)).failure).not.toBeNull();
  await expectStatus(api, asks, 'IN_PROGRESS');
  return { roof, door, asks, fails, away };
}

async function titlesOf(list: Locator): Promise<string[]> {
  return list.getByTestId(/^card-/).evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
}

test('filters of every kind are set and taken off with the keyboard alone', async ({ page, api, projectId }) => {
  const cards = await cardsOfEachKind(api, projectId, page);
  const board = new BoardPage(page);
  await board.open(projectId);
  await expect(board.card(cards.asks.id).getByTestId('waiting')).toBeVisible();
  const keys = new Keyboard(page);
  const filters = page.getByRole('button', { name: /^Filters/ });
  const everyone = [cards.roof, cards.door, cards.asks, cards.fails];
  const expectCards = async (shown: readonly { id: string }[]): Promise<void> => {
    for (const { id } of [...everyone, cards.away])
      await expect(board.card(id)).toHaveCount(shown.some((card) => card.id === id) ? 1 : 0);
  };

  for (const [name, shown] of [
    ['Waits for me', [cards.asks, cards.fails]],
    ['Has a failure', [cards.fails]],
    ['Archived', [cards.away]],
    ['Urgent', [cards.roof]],
    ['In progress', [cards.asks]],
    ['garden', [cards.door]],
    ['Local owner', [cards.roof, cards.asks, cards.fails]],
    ['Nobody', [cards.door]],
  ] as const) {
    await keys.press('/');
    const menu = await keys.openMenu(filters, 'Filters');
    await keys.choose(menu.getByRole('menuitemcheckbox', { name, exact: true }));
    await expectCards(shown);
    await keys.press('Escape');
    await expect(filters).toBeFocused();
    await keys.tabTo(page.getByRole('button', { name: `Without the filter ${name}` }));
    await keys.press('Enter');
    await expect(filters).toBeFocused();
    await expectCards(everyone);
  }

  await keys.press('/');
  await keys.type('roof');
  await expectCards([cards.roof]);
  await keys.tabTo(page.getByRole('button', { name: 'Clear the filter' }));
  await keys.press('Enter');
  await expect(page.getByRole('searchbox', { name: 'Filter cards' })).toBeFocused();
  await expectCards(everyone);
  await keys.type('nothing is called like this');
  await expectCards([]);
  await keys.press('Enter');
  await expect(page.getByRole('searchbox', { name: 'Filter cards' })).toBeFocused();
  await keys.press('Escape');
  await expectCards(everyone);
});

test('the focus goes to the next filter when one is taken off, and at last to where filters are set', async ({
  page,
  api,
  projectId,
}) => {
  const task = await api.createTask(projectId, { title: 'Mend the roof' });
  const board = new BoardPage(page);
  await page.goto(`/projects/${projectId}?priority=LOW&priority=URGENT&status=DONE&text=gone`);
  const chip = (name: string) => page.getByRole('button', { name: `Without the filter ${name}` });
  const keys = new Keyboard(page);
  const filters = page.getByRole('button', { name: /^Filters/ });
  await keys.tabTo(chip('Urgent'));
  await keys.press('Enter');
  await expect(chip('Done')).toBeFocused();
  await keys.press('Enter');
  await expect(chip('Low')).toBeFocused();
  await keys.press('Enter');
  await expect(filters).toBeFocused();
  await keys.tabTo(page.getByRole('button', { name: 'Show everything' }));
  await keys.press('Enter');
  await expect(filters).toBeFocused();
  await expect(board.card(task.id)).toBeVisible();
});

test('cards are sorted and grouped in every way with the keyboard alone', async ({ page, api, projectId }) => {
  const add = (title: string, fields: Parameters<PodiumApi['createTask']>[1] | object) =>
    api.createTask(projectId, { title, ...fields });
  const first = await add('Step 10', { priority: 'LOW', labels: ['b'], due_on: '2031-02-01' });
  await add('Step 9', { priority: 'URGENT', labels: ['a'], assignee: 'user:owner' });
  await add('Apple', { priority: 'HIGH', due_on: '2031-01-01' });
  await page.request.patch(`/api/projects/${projectId}/tasks/${first.id}`, { data: { description: 'The newest' } });
  const board = new BoardPage(page);
  await board.open(projectId);
  const keys = new Keyboard(page);
  await keys.press('v');
  const list = page.getByTestId('task-list');
  await expect(list).toBeVisible();
  const display = page.getByRole('button', { name: 'Display' });
  const set = async (...names: string[]): Promise<void> => {
    await keys.press('/');
    const menu = await keys.openMenu(display, 'Display');
    for (const name of names)
      await keys.choose(menu.getByRole(/way/.test(name) ? 'menuitemcheckbox' : 'menuitemradio', { name }));
    await keys.press('Escape');
    await expect(display).toBeFocused();
  };
  const byHand = ['Step 10', 'Step 9', 'Apple'];
  for (const [name, order, reversed] of [
    ['Priority', ['Step 9', 'Apple', 'Step 10'], ['Step 10', 'Apple', 'Step 9']],
    ['Due date', ['Apple', 'Step 10', 'Step 9'], ['Step 10', 'Apple', 'Step 9']],
    ['Last change', ['Step 10', 'Apple', 'Step 9'], ['Step 9', 'Apple', 'Step 10']],
    ['Newest first', ['Apple', 'Step 9', 'Step 10'], ['Step 10', 'Step 9', 'Apple']],
    ['Title', ['Apple', 'Step 9', 'Step 10'], ['Step 10', 'Step 9', 'Apple']],
  ] as const) {
    await keys.press('/');
    const menu = await keys.openMenu(display, 'Display');
    await keys.choose(menu.getByRole('menuitemradio', { name, exact: true }).last());
    await expect.poll(() => titlesOf(list)).toEqual(order);
    await keys.choose(menu.getByRole('menuitemcheckbox', { name: 'The other way around' }));
    await expect.poll(() => titlesOf(list)).toEqual(reversed);
    await keys.press('Enter');
    await keys.press('Escape');
  }
  await set('By hand');
  await expect.poll(() => titlesOf(list)).toEqual(byHand);
  const groups = list.getByRole('heading', { level: 3 });
  for (const [name, headings] of [
    ['Assignee', ['Local owner1', 'Nobody2']],
    ['Label', ['a1', 'b1', 'No label1']],
  ] as const) {
    await set(name);
    await expect
      .poll(async () => (await groups.allTextContents()).map((text) => text.replace(/ (?=\d+$)/, '')))
      .toEqual(headings);
  }
  await set('Not at all');
  await expect(groups).toHaveCount(0);
});

test('a view is saved, taken, replaced and deleted with the keyboard alone, and comes back', async ({
  page,
  api,
  projectId,
}) => {
  const urgent = await api.createTask(projectId, { title: 'Mend the roof', priority: 'URGENT' });
  const other = await api.createTask(projectId, { title: 'Paint the door' });
  const board = new BoardPage(page);
  await board.open(projectId);
  const keys = new Keyboard(page);
  const filters = page.getByRole('button', { name: /^Filters/ });
  const save = async (name: string, submit: string): Promise<void> => {
    await keys.press('/');
    const menu = await keys.openMenu(page.getByRole('button', { name: 'Display' }), 'Display');
    await keys.choose(menu.getByRole('menuitem', { name: 'Save this view…' }));
    const dialog = page.getByRole('dialog', { name: 'Save this view' });
    await expect(dialog.getByLabel('Name')).toBeFocused();
    await keys.type(name);
    await expect(dialog.getByRole('button', { name: submit })).toBeVisible();
    await keys.press('Enter');
    await expect(dialog).toHaveCount(0);
  };
  await keys.press('/');
  const menu = await keys.openMenu(filters, 'Filters');
  await keys.choose(menu.getByRole('menuitemcheckbox', { name: 'Urgent' }));
  await keys.press('Escape');
  await save('Burning', 'Save view');
  const view = page.getByRole('button', { name: 'Burning', exact: true });
  await expect(view).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('button', { name: 'Display' })).toBeFocused();
  await keys.tabTo(view);
  await keys.press('Enter');
  await expect(board.card(other.id)).toBeVisible();
  await keys.press('Enter');
  await expect(board.card(other.id)).toHaveCount(0);

  await keys.press('v');
  await save('Burning', 'Replace view');
  await expect
    .poll(async () => (await api.board(projectId)).project.saved_views.map(({ query }) => query))
    .toEqual(['layout=list&priority=URGENT']);
  await expect(view).toHaveAttribute('aria-pressed', 'true');

  await keys.tabTo(page.getByRole('button', { name: 'Delete the view Burning' }));
  await keys.press('Enter');
  await expect(view).toHaveCount(0);
  await expect(filters).toBeFocused();
  await expect(board.notice('Deleted the view “Burning”').getByRole('button', { name: 'Undo' })).toBeVisible();
  await expect(board.card(urgent.id)).toBeVisible();
  await keys.press('ControlOrMeta+z');
  await expect(view).toHaveAttribute('aria-pressed', 'true');
});
