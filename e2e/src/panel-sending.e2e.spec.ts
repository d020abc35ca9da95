import { expect, type Page } from '@playwright/test';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';
import { expectOutput, expectStatus } from './outcome.ts';

const notes = { name: 'notes.md', mimeType: 'text/markdown', buffer: Buffer.from('Remember the milk.\n') };
const dot = {
  name: 'dot.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
};

async function setTokenBudget(page: Page, projectId: string, tokens: number): Promise<void> {
  await page.goto(`/projects/${projectId}/settings`);
  const rules = page.getByRole('form', { name: 'Rules of the project' });
  await rules.getByLabel('Tokens in a month').fill(String(tokens));
  await rules.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved the rules').first()).toBeVisible();
}

test('a message goes to the model and the agent that were chosen, with its files', async ({
  page,
  api,
  projectId,
  request,
}) => {
  const task = await api.createTask(projectId, { title: 'Add a README file' });
  await api.execute(task);
  await expectStatus(api, task, 'AI_REVIEW');
  await page.goto(`/projects/${projectId}/tasks/${task.id}`);
  await page.getByRole('tab', { name: 'Conversation' }).click();
  await page.getByLabel('Model', { exact: true }).selectOption({ label: 'Demo model (scripted)' });
  await page.getByLabel('Agent', { exact: true }).selectOption('plan');
  await page.getByLabel('Files for this message').setInputFiles([notes, dot]);
  const attached = page.getByRole('list', { name: 'Files of this message' });
  for (const { name } of [notes, dot]) await expect(attached).toContainText(name);
  await page.getByLabel('Message to the agent').fill('Run `echo looked`');
  await page.getByRole('button', { name: 'Send', exact: true }).click();

  const turn = page.getByRole('article', { name: 'Turn' }).filter({ hasText: 'echo looked' });
  for (const said of ['to scripted, plan', notes.name, dot.name]) await expect(turn).toContainText(said);
  await expect(attached).toHaveCount(0);
  await expectStatus(api, task, 'AI_REVIEW');
  await expect(turn).toContainText('You gave me notes.md');
  await expect(turn).toContainText('I see an image, 1 × 1 PNG, “dot.png”');

  const sessionId = (await api.task(task)).latest_session_id;
  const { items } = await (await request.get(`/api/sessions/${sessionId}/activity`)).json();
  expect(items[0]).toMatchObject({
    kind: 'prompt',
    prompt: {
      model: { provider_id: 'podium-demo', model_id: 'scripted' },
      agent: 'plan',
      attachments: [
        { name: notes.name, content_type: notes.mimeType, size_bytes: notes.buffer.length },
        { name: dot.name, content_type: dot.mimeType, size_bytes: dot.buffer.length },
      ],
    },
  });
});

test('a budget warns, and then stops the agent that is at work, which says why', async ({ page, api, projectId }) => {
  const first = await api.createTask(projectId, { title: 'Add a README file' });
  await api.execute(first);
  await expectStatus(api, first, 'AI_REVIEW');
  const [session] = await api.sessions(first);
  if (!session?.usage) throw new Error('A session that has ended says what it used.');
  const used = session.usage.input_tokens + session.usage.output_tokens + session.usage.cached_tokens;
  await setTokenBudget(page, projectId, Math.ceil(used * 1.1));
  const board = new BoardPage(page);
  await board.open(projectId);
  const queue = page.getByTestId('queue-state');
  await expect(queue).toContainText('budget nearly used up');
  await expect(queue.getByTitle(/tokens used this month/)).toBeVisible();

  const running = await api.createTask(projectId, { title: 'Slowly for 120 seconds: add a README' });
  await api.execute(running);
  await expectOutput(api, running);
  const second = await api.createTask(projectId, { title: 'Add a README file again' });
  await api.execute(second);
  // It uses the budget up before it is done, and takes the other one with it.
  await expectStatus(api, second, 'TODO');
  await expect(queue).toContainText('budget used up');
  await expectStatus(api, running, 'TODO');
  const why = 'Stopped: the project’s budget is used up';
  await expect(board.card(running.id)).toContainText(why);
  await board.openTask(board.card(running.id));
  await expect(page.getByRole('region', { name: 'Why it was stopped' })).toContainText(why);
  for (const task of [running, second]) {
    await expect
      .poll(async () => (await api.sessions(task)).map(({ status, stop_reason }) => [status, stop_reason]))
      .toEqual([['cancelled', 'budget_exceeded']]);
  }
});
