import { expect } from '@playwright/test';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';
import { expectStatus } from './outcome.ts';

test('a queued card says that it waits for people, and leads to what they have to answer', async ({
  page,
  api,
  projectId,
}) => {
  await api.editProject(projectId, { max_concurrent_sessions: 1 });
  const asking = await api.createTask(projectId, { title: 'Ask me a question, then run `echo asked`' });
  const queued = await api.createTask(projectId, { title: 'Run `echo queued`' });
  const board = new BoardPage(page);
  await board.open(projectId);
  await api.execute(asking);
  await expect(board.card(asking.id).getByTestId('waiting')).toBeVisible({ timeout: 90_000 });
  await api.execute(queued);
  const line = board.card(queued.id).getByTestId('queued');
  await expect(line).toContainText('the running agent waits for an answer');
  await expect(line).toHaveAttribute('title', 'It waits for a slot; the running agent waits for an answer.');

  await board.card(queued.id).getByRole('link', { name: queued.title }).click();
  await expect(page.getByRole('region', { name: 'Queue' })).toContainText('the running agent waits for an answer');
  await page.getByRole('tab', { name: 'Story', exact: true }).click();
  await expect(page.getByTestId('why-here')).toContainText('its session waits in the queue');
  await expect(page.getByTestId('why-here')).toContainText('the running agent waits for an answer');
  await page.getByRole('link', { name: 'Answer in the inbox' }).click();
  const item = page.getByTestId('inbox-question').filter({ hasText: asking.title });
  await item.getByRole('button', { name: 'Answer' }).click();
  await page.getByRole('form', { name: 'Questions' }).getByRole('radio').first().check();
  await page
    .getByRole('form', { name: 'Questions' })
    .getByRole('button', { name: /Answer/ })
    .click();
  await expectStatus(api, asking, 'AI_REVIEW');
  await expectStatus(api, queued, 'AI_REVIEW');
});
