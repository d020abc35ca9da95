import { expect, type Page } from '@playwright/test';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';
import { threeCards, titlesIn } from './three-cards.ts';

async function said(page: Page, text: string): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: text })).toBeAttached();
}

test('a card is lifted, carried and put down with the keyboard, and every step is said', async ({
  page,
  api,
  projectId,
}) => {
  const { one } = await threeCards(api, projectId);
  const board = new BoardPage(page);
  await board.open(projectId);
  const link = board.card(one.id).getByRole('link');
  await link.focus();
  await expect(link).toHaveAccessibleDescription(/Space lifts the card/);

  await page.keyboard.press('Space');
  await expect(board.card(one.id)).toHaveAttribute('data-held', 'true');
  await said(page, 'Lifted One. Arrow keys move it, Space puts it down, Escape puts it back.');
  await page.keyboard.press('ArrowDown');
  await said(page, 'To do, place 2 of 3.');
  await page.keyboard.press('End');
  await said(page, 'To do, place 3 of 3.');
  await page.keyboard.press('ArrowDown');
  await said(page, 'There is no card below it.');
  await expect(link).toBeFocused();
  // Nothing is sent before it is put down.
  expect(await titlesIn(api, projectId, 'TODO')).toEqual(['One', 'Two', 'Three']);
  await page.keyboard.press('Enter');
  await said(page, 'Put down One in To do.');
  await expect.poll(() => titlesIn(api, projectId, 'TODO')).toEqual(['Two', 'Three', 'One']);
  await expect(link).toBeFocused();
  await expect(page.getByTestId('task-panel')).toHaveCount(0);

  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await said(page, 'Planning, place 1 of 1.');
  await expect(board.column('PLANNING').getByTestId(`card-${one.id}`)).toBeVisible();
  await expect(link).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await said(page, 'In progress, place 1 of 1. It may not go to Plan review.');
  await page.keyboard.press('ArrowRight');
  await said(page, 'From To do a card goes to Planning or In progress.');
  await expect(page.getByTestId('hold-bar')).toContainText('From To do a card goes to Planning or In progress.');
  await expect(link).toBeFocused();
  await page.keyboard.press('Space');
  await expect.poll(() => titlesIn(api, projectId, 'IN_PROGRESS')).toEqual(['One']);
  await expect(board.card(one.id)).not.toHaveAttribute('data-held');
  await expect(link).toBeFocused();
});

test('Escape puts a lifted card back, and so does whoever goes on with something else', async ({
  page,
  api,
  projectId,
}) => {
  const { one, two } = await threeCards(api, projectId);
  const board = new BoardPage(page);
  await board.open(projectId);
  const card = board.card(one.id);
  await card.getByRole('link').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await expect(board.column('PLANNING').getByTestId(`card-${one.id}`)).toBeVisible();
  await page.keyboard.press('Escape');
  await said(page, 'Put One back in To do.');
  await expect(board.column('TODO').getByTestId(`card-${one.id}`)).toBeVisible();
  await expect(card.getByRole('link')).toBeFocused();

  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toContainText('Lift the card');
  await expect(card).not.toHaveAttribute('data-held');
  await page.keyboard.press('Escape');

  await card.getByRole('link').focus();
  await page.keyboard.press('Space');
  await expect(card).toHaveAttribute('data-held', 'true');
  await api.move(one, 'PLANNING');
  await said(page, 'It was moved meanwhile.');
  await expect(card).not.toHaveAttribute('data-held');
  expect(await titlesIn(api, projectId, 'TODO')).toEqual([two.title, 'Three']);
});

test('selected cards are lifted together and land together, at the place and in their order', async ({
  page,
  api,
  projectId,
}) => {
  const { one, three } = await threeCards(api, projectId);
  await api.createTask(projectId, { title: 'Four' });
  const board = new BoardPage(page);
  await board.open(projectId);
  await board.card(three.id).getByRole('link').focus();
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('Space');
  await said(page, 'Lifted 2 cards.');
  await page.keyboard.press('Home');
  await said(page, 'To do, place 1 of 4.');
  await page.keyboard.press('Space');
  await expect.poll(() => titlesIn(api, projectId, 'TODO')).toEqual(['Three', 'Four', 'One', 'Two']);
  await expect(board.card(one.id)).not.toHaveAttribute('data-pending', 'move');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => titlesIn(api, projectId, 'TODO')).toEqual(['One', 'Two', 'Three', 'Four']);
});

test('sorted cards have no place, but columns to be carried to; the list says where to go', async ({
  page,
  api,
  projectId,
}) => {
  const { one } = await threeCards(api, projectId);
  await page.goto(`/projects/${projectId}?sort=priority`);
  const board = new BoardPage(page);
  await board.card(one.id).getByRole('link').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await said(page, 'Cards that are sorted or grouped have no place of their own.');
  await page.keyboard.press('ArrowRight');
  await said(page, 'Planning.');
  await page.keyboard.press('Space');
  await expect.poll(() => titlesIn(api, projectId, 'PLANNING')).toEqual(['One']);

  await page.goto(`/projects/${projectId}?layout=list`);
  await board.card(one.id).getByRole('link').focus();
  await page.keyboard.press('Space');
  await expect(page.getByText('Cards are carried on the board').first()).toBeVisible();
});

test('keys act on all selected cards where the focused one is among them', async ({ page, api, projectId }) => {
  const { one, two } = await threeCards(api, projectId);
  const board = new BoardPage(page);
  await board.open(projectId);
  await board.card(one.id).getByRole('link').focus();
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => titlesIn(api, projectId, 'PLANNING')).toEqual(['One', 'Two']);
  await expect(board.card(two.id).getByRole('link')).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(board.card(one.id)).toHaveCount(0);
  await expect(board.card(two.id)).toHaveCount(0);
  await expect.poll(() => titlesIn(api, projectId, 'PLANNING')).toEqual([]);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect.poll(() => titlesIn(api, projectId, 'PLANNING')).toEqual(['One', 'Two']);
});
