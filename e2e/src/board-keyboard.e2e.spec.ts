import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';
import { threeCards } from './three-cards.ts';

const content = (page: Page) => page.getByRole('main');

async function pressAll(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

test('the focus goes along from page to page, past the rail, and back from what covers the timeline', async ({
  page,
  api,
  projectId,
}) => {
  const { one } = await threeCards(api, projectId);
  const board = new BoardPage(page);
  await board.open(projectId);
  const link = board.card(one.id).getByRole('link');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(content(page)).toBeFocused();
  for (const [keys, path] of [
    [['g', 'i'], /\/inbox$/],
    [['g', 's'], /\/settings$/],
    [['g', 'p'], /:\d+\/$/],
  ] as const) {
    await pressAll(page, ...keys);
    await expect(page).toHaveURL(path);
    await expect(content(page)).toBeFocused();
  }
  await board.open(projectId);
  await pressAll(page, 'j', 't');
  await expect(page.getByTestId('timeline-slider')).toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('timeline-slider')).toBeFocused();
  await page.keyboard.press('t');
  await expect(link).toBeFocused();

  await page.keyboard.press('Enter');
  const details = page.getByRole('tab', { name: 'Details' });
  await expect(details).toBeFocused();
  await page.getByRole('link', { name: 'Open as a page' }).press('Enter');
  await expect(page).toHaveURL(new RegExp(`/tasks/${one.id}$`));
  await expect(details).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\?task=/);
  await expect(details).toBeFocused();
});

test('what takes a card away leaves the focus on another one', async ({ page, api, projectId }) => {
  const { one, two, three } = await threeCards(api, projectId);
  const board = new BoardPage(page);
  await board.open(projectId);
  const linkOf = (id: string) => board.card(id).getByRole('link');
  // The first menu of a page begins at its first item as all others do.
  await linkOf(one.id).focus();
  await pressAll(page, 'Tab', 'Enter');
  await expect(page.getByRole('menuitem', { name: 'Open' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(board.card(one.id).getByRole('button', { name: `Actions of ${one.title}` })).toBeFocused();

  await linkOf(two.id).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Details' })).toBeFocused();
  await page.getByTestId('task-panel').getByRole('button', { name: 'More' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Archive' }).press('Enter');
  await expect(board.card(two.id)).toHaveCount(0);
  await expect(linkOf(three.id)).toBeFocused();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(board.card(two.id)).toBeVisible();

  await page.keyboard.press('x');
  await page.getByRole('button', { name: 'Select nothing' }).press('Enter');
  await expect(linkOf(three.id)).toBeFocused();
  await page.keyboard.press('Shift+ArrowUp');
  await expect(page.getByRole('status').filter({ hasText: 'Moved Three, place 2 of 3' })).toBeAttached();
  await pressAll(page, 'x', 'Escape');
  await expect(page.getByRole('status').filter({ hasText: 'Nothing is selected' })).toBeAttached();
});

test('the palette tells which command is chosen while it is typed', async ({ page, api, projectId }) => {
  const { one } = await threeCards(api, projectId);
  const board = new BoardPage(page);
  await board.open(projectId);
  await board.card(one.id).getByRole('link').focus();
  await page.keyboard.press('ControlOrMeta+k');
  const field = page.getByRole('combobox', { name: 'Commands' });
  await expect(field).toBeFocused();
  await page.keyboard.type('arch');
  const toldIsChosen = async (name: string): Promise<void> => {
    const chosen = page.getByRole('option', { name, exact: true, selected: true });
    await expect(chosen).toBeVisible();
    await expect(field).toHaveAttribute('aria-activedescendant', (await chosen.getAttribute('id')) ?? '');
  };
  await toldIsChosen('Archive');
  await page.keyboard.press('ArrowDown');
  await toldIsChosen('Archived cards');
  await page.keyboard.press('Backspace');
  await toldIsChosen('Archive');
  await expectAccessible(page);
  await page.keyboard.type('zzz');
  await expect(page.getByRole('status').filter({ hasText: 'Nothing is called like that.' })).toBeVisible();
});

test('settings are saved and taken back with the keyboard', async ({ page, api, projectId }) => {
  await page.goto(`/projects/${projectId}/settings`);
  const name = page.getByRole('textbox', { name: 'Name' });
  const before = await name.inputValue();
  await name.focus();
  await pressAll(page, 'End', '!', 'Tab', 'Tab');
  const save = page.getByRole('region', { name: 'General' }).getByRole('button', { name: 'Save' });
  await expect(save).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Changed “${before}!”`).first()).toBeVisible();
  await expect(save).toBeDisabled();
  await expect(save).toBeFocused();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(name).toHaveValue(before);
  await expect.poll(async () => (await api.board(projectId)).project.name).toBe(before);
});

test('on a narrow screen nothing below an open panel gets the focus, and the drawer gets it', async ({
  page,
  api,
  projectId,
}) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const { one } = await threeCards(api, projectId);
  const board = new BoardPage(page);
  await board.open(projectId);
  await page.getByRole('button', { name: 'Menu' }).press('Enter');
  await expect(page.getByRole('dialog', { name: 'Menu' }).locator(':focus')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Menu' })).toBeFocused();

  await board.card(one.id).getByRole('link').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Details' })).toBeFocused();
  await expectAccessible(page);
  await expect(board.column('TODO')).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(board.card(one.id).getByRole('link')).toBeFocused();
});

test('what begins to wait for a person is told, and Enter answers it in the inbox', async ({
  page,
  api,
  projectId,
}) => {
  const asked = await api.createTask(projectId, { title: 'Outside the workspace' });
  await new BoardPage(page).open(projectId);
  await api.execute(asked);
  const told = page.getByRole('status').filter({ hasText: `An agent asks for permission: ${asked.title}` });
  await expect(told).toBeAttached({ timeout: 90_000 });
  await page.goto('/inbox');
  const row = page.getByTestId('inbox-permission').filter({ hasText: asked.title });
  await row.waitFor();
  await row.focus();
  await page.keyboard.press('Enter');
  await expect(row.getByRole('button', { name: 'Allow once' })).toBeFocused();
});

test('arrow keys go over the sources of a new project; pages that are not there are whole pages', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
  await page.getByRole('button', { name: 'New project' }).first().press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New project' });
  // Nobody lets go of a key at once; the choice is made while it is down.
  const held = { delay: 100 };
  await dialog.getByRole('radio', { name: /Try the sample/ }).press('ArrowRight', held);
  const clone = dialog.getByRole('radio', { name: /Clone a repository/ });
  await expect(clone).toBeChecked();
  await expect(dialog.getByLabel('Repository')).toBeVisible();
  await expect(clone).toBeFocused();
  await page.keyboard.press('ArrowRight', held);
  await expect(dialog.getByRole('radio', { name: /Start empty/ })).toBeChecked();

  await page.goto('/projects/none');
  await expect(page.getByRole('heading', { level: 1, name: 'There is no such project' })).toBeVisible();
  await expectAccessible(page);
  await page.goto('/nothing');
  await expect(page.getByRole('heading', { level: 1, name: 'There is nothing here' })).toBeVisible();
  await expectAccessible(page);
});
