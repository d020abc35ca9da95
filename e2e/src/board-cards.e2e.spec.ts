import { expect, type Locator, type Page } from '@playwright/test';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';
import { threeCards, titlesIn } from './three-cards.ts';

/** Puts a card down where another one is, or where a column ends. */
async function drag(page: Page, card: Locator, target: Locator, edge: 'top' | 'bottom' = 'top'): Promise<void> {
  // Once it stands still: cards glide to their places.
  await expect(page.locator('[data-pending]')).toHaveCount(0);
  await card.hover({ position: { x: 40, y: 12 } });
  const [from, to] = [await card.boundingBox(), await target.boundingBox()];
  if (!from || !to) throw new Error('A card or its target is not drawn.');
  await page.mouse.move(from.x + 40, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 20, { steps: 4 });
  await page.mouse.move(to.x + 60, edge === 'top' ? to.y + 6 : to.y + to.height - 6, { steps: 12 });
  await page.mouse.up();
}

test('a card is dragged to another place and to another column, and ⌘Z takes it back', async ({
  page,
  api,
  projectId,
}) => {
  const { one, three } = await threeCards(api, projectId);
  const board = new BoardPage(page);
  await board.open(projectId);
  await drag(page, board.card(three.id), board.card(one.id));
  await expect.poll(() => titlesIn(api, projectId, 'TODO')).toEqual(['Three', 'One', 'Two']);

  await drag(page, board.card(one.id), board.column('IN_PROGRESS'), 'bottom');
  await expect(board.card(one.id)).toHaveAttribute('data-status', 'IN_PROGRESS');
  await expect.poll(() => titlesIn(api, projectId, 'IN_PROGRESS')).toEqual(['One']);

  await expect(board.card(one.id)).not.toHaveAttribute('data-pending', 'move');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => titlesIn(api, projectId, 'IN_PROGRESS')).toEqual([]);
  await expect(board.card(one.id)).toHaveAttribute('data-status', 'TODO');
});

test('an illegal drop leaves the card where it is and says why', async ({ page, api, projectId }) => {
  const { one } = await threeCards(api, projectId);
  const board = new BoardPage(page);
  await board.open(projectId);
  await drag(page, board.card(one.id), board.column('DONE'), 'bottom');
  await expect(page.getByText('“One” stays in To do').first()).toBeVisible();
  await expect(page.getByText('From To do a card goes to Planning or In progress.').first()).toBeVisible();
  await expect(board.card(one.id)).toHaveAttribute('data-status', 'TODO');
});

test('a move that does not get through goes back visibly', async ({ page, context, api, projectId }) => {
  const { one } = await threeCards(api, projectId);
  const board = new BoardPage(page);
  await board.open(projectId);
  await board.card(one.id).getByRole('link').focus();
  await context.setOffline(true);
  await page.keyboard.press('Shift+ArrowRight');
  // Nothing is claimed that nobody can know: the request may have got through.
  const notice = board.notice('No connection');
  await expect(notice).toContainText('otherwise try again then');
  await expect(board.card(one.id)).toHaveAttribute('data-status', 'TODO');
  await context.setOffline(false);
  await expect(board.connection.first()).toHaveAttribute('data-status', 'live');
});

test('what a lost connection keeps from being loaded comes with the connection, and takes nothing from the board', async ({
  page,
  context,
  api,
  projectId,
}) => {
  const { one } = await threeCards(api, projectId);
  // So that nothing is loaded ahead.
  await page.addInitScript(() => {
    window.requestIdleCallback = () => 0;
  });
  const board = new BoardPage(page);
  await board.open(projectId);
  await context.setOffline(true);
  await page.keyboard.press('?');
  await expect(board.connection.first()).not.toHaveAttribute('data-status', 'live');
  await expect(board.card(one.id)).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await expect(board.connection.first()).toHaveAttribute('data-status', 'live');
});

test('cards are moved, selected, archived and brought back with the keyboard alone', async ({
  page,
  api,
  projectId,
}) => {
  const { one, two, three } = await threeCards(api, projectId);
  const board = new BoardPage(page);
  await board.open(projectId);
  await expect(board.card(three.id)).toBeVisible();
  await page.keyboard.press('j');
  await expect(board.card(one.id).getByRole('link')).toBeFocused();
  await page.keyboard.press('Shift+ArrowDown');
  await expect.poll(() => titlesIn(api, projectId, 'TODO')).toEqual(['Two', 'One', 'Three']);
  await expect(board.card(one.id).getByRole('link')).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Moved One' })).toBeAttached();

  await page.keyboard.press('Shift+ArrowRight');
  await expect(board.card(one.id)).toHaveAttribute('data-status', 'PLANNING');
  await expect(board.card(one.id).getByRole('link')).toBeFocused();

  await page.keyboard.press('h');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  const selection = page.getByRole('toolbar', { name: 'Selected cards' });
  await expect(selection).toContainText('2 selected');
  await selection.getByRole('button', { name: 'Archive' }).press('Enter');
  await expect(board.card(two.id)).toHaveCount(0);
  await expect(board.card(three.id)).toHaveCount(0);
  await expect.poll(() => titlesIn(api, projectId, 'TODO')).toEqual([]);
  await expect(board.notice('Archived')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(board.card(two.id)).toBeVisible();
  await expect.poll(() => titlesIn(api, projectId, 'TODO')).toEqual(['Two', 'Three']);
});

test('many cards are moved and deleted at once; the ones that refuse say why', async ({ page, api, projectId }) => {
  const { one, two, three } = await threeCards(api, projectId);
  const board = new BoardPage(page);
  await board.open(projectId);
  await board.card(one.id).getByRole('link').focus();
  await page.keyboard.press('ControlOrMeta+a');
  const selection = page.getByRole('toolbar', { name: 'Selected cards' });
  await expect(selection).toContainText('3 selected');
  await selection.getByRole('button', { name: 'Move to' }).click();
  await page.getByRole('menuitem', { name: 'Planning' }).click();
  for (const { id } of [one, two, three]) {
    await expect(board.card(id)).toHaveAttribute('data-status', 'PLANNING');
  }
  await expect.poll(() => titlesIn(api, projectId, 'PLANNING')).toEqual(['One', 'Two', 'Three']);

  await board.card(one.id).getByRole('link').focus();
  await page.keyboard.press('Delete');
  await expect(board.card(one.id)).toHaveCount(0);
  await board.undo('Deleted');
  await expect(board.card(one.id)).toBeVisible();
});

test('selected cards that can be executed are, all together', async ({ page, api, projectId }) => {
  const { one, two, three } = await threeCards(api, projectId);
  await api.move(three, 'PLANNING');
  const board = new BoardPage(page);
  await board.open(projectId);
  await expect(board.card(three.id)).toHaveAttribute('data-status', 'PLANNING');
  for (const { id } of [one, two, three]) {
    await board.card(id).getByRole('link').focus();
    await page.keyboard.press('x');
  }
  await page.getByRole('toolbar', { name: 'Selected cards' }).getByRole('button', { name: 'Execute 2' }).click();
  for (const { id } of [one, two]) await expect(board.card(id)).not.toHaveAttribute('data-status', 'TODO');
  await expect(board.card(three.id)).toHaveAttribute('data-status', 'PLANNING');
  await expect(page.getByRole('toolbar', { name: 'Selected cards' })).toHaveCount(0);
});

test('cards that are dragged together show how many they are, and land together', async ({ page, api, projectId }) => {
  const { one, two, three } = await threeCards(api, projectId);
  const board = new BoardPage(page);
  await board.open(projectId);
  await board.card(one.id).getByRole('link').focus();
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  // The browser takes its picture of what the pointer carries, and then it is gone.
  await page.evaluate(() => {
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        const pile =
          node instanceof HTMLElement
            ? (node.closest('[data-drag-count]') ?? node.querySelector('[data-drag-count]'))
            : null;
        if (pile) document.body.dataset['carried'] = pile.getAttribute('data-drag-count') ?? '';
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
  await drag(page, board.card(one.id), board.column('IN_PROGRESS'), 'bottom');
  await expect(page.locator('body')).toHaveAttribute('data-carried', '2');
  await expect.poll(() => titlesIn(api, projectId, 'IN_PROGRESS')).toEqual(['One', 'Two']);
  await expect(board.card(two.id)).toHaveAttribute('data-status', 'IN_PROGRESS');
  await expect(board.card(three.id)).toHaveAttribute('data-status', 'TODO');
});

test('a column shows its limit, and that it is over it', async ({ page, api, projectId }) => {
  await threeCards(api, projectId);
  const board = new BoardPage(page);
  await board.open(projectId);
  await board.column('TODO').getByRole('button', { name: 'Actions of To do' }).click();
  await page.getByRole('menuitem', { name: 'Set a limit…' }).click();
  await page.getByLabel('Cards at most').fill('2');
  await page.getByRole('button', { name: 'Set limit' }).click();
  await expect(page.getByTestId('count-TODO')).toContainText('3 / 2');
  await expect(page.getByTestId('count-TODO')).toContainText('Over its limit');
  await page.reload();
  await expect(page.getByTestId('count-TODO')).toContainText('3 / 2');
});
