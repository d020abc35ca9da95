import { expect, type Page } from '@playwright/test';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';

/** The keyboard is only there to type text into a field that was clicked. */
async function forbidKeys(page: Page): Promise<void> {
  await page.addInitScript(() => {
    document.addEventListener(
      'keydown',
      (event) => {
        if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
        throw new Error(`The key ${event.key} was used.`);
      },
      true,
    );
  });
}

test('the way from a project to an accepted change needs no key', async ({ page, api }) => {
  const failures: string[] = [];
  page.on('pageerror', (error) => failures.push(error.message));
  await forbidKeys(page);
  const board = new BoardPage(page);
  const projectId = await board.createProject('By mouse');
  const card = await board.createTask('Add a README file');
  await card.hover();
  await board.executeButton(card).click();
  await card.getByRole('link').click();
  await page.getByRole('tab', { name: 'Output' }).click();
  await expect(board.output).not.toBeEmpty();
  await expect(page.getByTestId('task-status')).toHaveAttribute('data-status', 'AI_REVIEW', { timeout: 90_000 });
  await page.getByRole('tab', { name: 'Story', exact: true }).click();
  await expect(page.getByRole('tabpanel')).toContainText('README');
  await page.getByRole('button', { name: 'To human review' }).click();
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByTestId('task-status')).toHaveAttribute('data-status', 'DONE');
  await page.getByRole('button', { name: 'Close', exact: true }).first().click();

  await page.getByRole('button', { name: 'Timeline' }).click();
  await page.getByRole('button', { name: 'One change back' }).click();
  await expect(page.getByTestId('sepia')).toBeAttached();
  await page.getByRole('button', { name: 'Timeline' }).click();
  await expect(board.column('DONE').getByTestId(/^card-/)).toHaveCount(1);

  await page.getByRole('button', { name: 'List', exact: true }).click();
  await page.getByRole('button', { name: 'Board', exact: true }).click();
  const done = board.column('DONE').getByTestId(/^card-/);
  await done.hover();
  await done.getByRole('button', { name: /^Actions of/ }).click();
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await expect(done).toHaveCount(0);
  await board.undo('Archived');
  await expect(done).toHaveCount(1);
  expect(failures).toEqual([]);
  await api.deleteProject(projectId);
});
