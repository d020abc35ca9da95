import { expect } from '@playwright/test';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';
import { expectOutput, expectStatus, readOutcome } from './outcome.ts';

test('a card says that its agent is not heard, from soon after its runner died until the next one hears it', async ({
  page,
  browser,
  stack,
  api,
  projectId,
}) => {
  const task = await api.createTask(projectId, { title: 'Slowly for 25 seconds: add a README file' });
  const asking = await api.createTask(projectId, { title: 'Ask me a question' });
  const board = new BoardPage(page);
  await board.open(projectId);
  await api.execute(task);
  await api.execute(asking);
  await expectOutput(api, task);
  await expect(board.card(task.id).getByTestId('running')).toContainText('Working');
  await expect(board.card(asking.id).getByTestId('waiting')).toBeVisible();
  const context = await browser.newContext({ baseURL: stack.url });
  const panel = await context.newPage();
  await panel.goto(`/projects/${projectId}/tasks/${task.id}`);
  const strip = panel.getByRole('region', { name: 'Connection to the agent' });
  await expect(strip).toHaveCount(0);

  stack.kill('session-svc');
  await expect(board.card(task.id).getByTestId('running')).toContainText('Reconnecting to the agent', {
    timeout: 8_000,
  });
  await expect(board.card(task.id).getByTestId('running')).not.toContainText('Working');
  await expect(board.card(asking.id).getByTestId('waiting')).toContainText('not connected');
  await expect(strip).toContainText('taken over');

  await expect(board.card(task.id).getByTestId('running')).toContainText('Working');
  await expect(board.card(asking.id).getByTestId('waiting')).not.toContainText('not connected');
  await expect(strip).toHaveCount(0);
  await expectStatus(api, task, 'AI_REVIEW');
  expect(await readOutcome(stack, api, task)).toMatchObject({ output: { inOrderWithoutGap: true, lastType: 'done' } });
  await context.close();
});
