import { expect, type Page } from '@playwright/test';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';
import { holdOn, letGo } from './held-task.ts';
import { expectOutput, expectStatus } from './outcome.ts';

async function executeTask(page: Page, task: { project_id: string; id: string }): Promise<void> {
  await page.goto(`/projects/${task.project_id}/tasks/${task.id}`);
  await page.getByRole('button', { name: 'Execute' }).first().click();
}

/** As fast as a person types. */
const typing = { delay: 50 };

test('a failure that may pass: try again at once, give up, or stop', async ({ page, api, projectId }) => {
  const strip = page.getByRole('region', { name: 'Waits to try again' });
  const passing = await api.createTask(projectId, { title: 'Garbled 1 times: add a README file' });
  await executeTask(page, passing);
  await expect(strip).toContainText(/Try 2 of 4 in \d+s/, { timeout: 60_000 });
  await strip.getByRole('button', { name: 'Retry now' }).click();
  await expect(strip).toHaveCount(0);
  await expectStatus(api, passing, 'AI_REVIEW');

  const lasting = await api.createTask(projectId, { title: 'Garbled 7 times: add a README file' });
  await executeTask(page, lasting);
  await strip.getByRole('button', { name: 'Give up' }).click({ timeout: 60_000 });
  await expect(page.getByRole('region', { name: 'What failed' })).toContainText('could not be read');
  await expectStatus(api, lasting, 'TODO');

  const stopped = await api.createTask(projectId, { title: 'Garbled 8 times: add a README file' });
  await executeTask(page, stopped);
  await expect(strip).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Stop', exact: true }).first().click();
  await expectStatus(api, stopped, 'TODO');
  await expect(strip).toHaveCount(0);
  expect((await api.sessions(stopped)).map(({ status }) => status)).toEqual(['cancelled']);
});

test('a permission is answered once, even by two at the same time', async ({
  page,
  browser,
  stack,
  api,
  projectId,
}) => {
  const task = await api.createTask(projectId, { title: 'Needs permission: look outside of the workspace' });
  const context = await browser.newContext({ baseURL: stack.url });
  const second = await context.newPage();
  await executeTask(page, task);
  await second.goto(`/projects/${projectId}/tasks/${task.id}`);
  const buttons = [page, second].map((one) => one.getByRole('button', { name: 'Allow once' }));
  for (const button of buttons) await expect(button).toBeVisible({ timeout: 60_000 });
  // Taken hold of before: the first answer takes the other button away, and a click would wait for it to come back.
  const elements = await Promise.all(buttons.map((button) => button.elementHandle()));
  await Promise.all(elements.map((element) => element?.evaluate((button: HTMLElement) => button.click())));
  await expectStatus(api, task, 'AI_REVIEW');
  for (const button of buttons) await expect(button).toHaveCount(0);
  const answers = page.getByTestId('output').getByText('Allowed once.');
  await expect(answers).toHaveCount(1);
  await context.close();
});

test('a refusal with words lets the agent go on, and takes the question from the other browser', async ({
  page,
  browser,
  stack,
  api,
  projectId,
}) => {
  const task = await api.createTask(projectId, { title: 'Needs permission: outside the workspace' });
  const context = await browser.newContext({ baseURL: stack.url });
  const second = await context.newPage();
  await executeTask(page, task);
  await second.goto(`/projects/${projectId}/tasks/${task.id}`);
  const theirs = second.getByRole('button', { name: 'Allow once' });
  await expect(theirs).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Refuse…' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Refuse…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByLabel('What should it do instead?').fill('Leave it in the workspace');
  await page.getByRole('button', { name: 'Refuse and say so' }).click();
  await expect(theirs).toHaveCount(0);
  await expectStatus(api, task, 'AI_REVIEW');
  await expect(second.getByTestId('output')).toContainText('Leave it in the workspace');
  await context.close();
});

test('a question is answered with an option or in own words, from the keyboard', async ({ page, api, projectId }) => {
  for (const [title, answer] of [
    ['Ask me a question, then edit notes.md', 'own'],
    ['Ask me a question, then edit other.md', 'option'],
  ] as const) {
    const task = await api.createTask(projectId, { title });
    await executeTask(page, task);
    const questions = page.getByRole('form', { name: 'Questions' });
    await expect(questions).toBeVisible({ timeout: 60_000 });
    await page.getByTestId('task-status').click();
    await page.keyboard.press('a');
    await expect(questions.getByRole('radio').first()).toBeFocused();
    if (answer === 'option') await page.keyboard.press('Space');
    else await questions.getByRole('textbox').fill('Neither, thank you');
    await page.keyboard.press('Enter');
    await expectStatus(api, task, 'AI_REVIEW');
    await expect(page.getByTestId('output')).toContainText(answer === 'own' ? 'Neither, thank you' : '"Short"');
  }
});

test('messages that wait are put into another order', async ({ page, stack, api, projectId }) => {
  const task = await api.createTask(projectId, { title: `Slowly for 2 seconds, then ${holdOn}` });
  await executeTask(page, task);
  await expectOutput(api, task);
  const composer = page.getByLabel('Message to the agent');
  const waiting = page.getByRole('region', { name: 'Messages that wait' });
  for (const text of ['Run `echo first`', 'Run `echo second`']) {
    await composer.fill(text);
    await composer.press('Control+Enter');
    await expect(waiting).toContainText(text);
  }
  await waiting.getByRole('button', { name: 'Send this earlier' }).last().click();
  await expect(waiting.getByRole('listitem').first()).toContainText('echo second');
  letGo(stack, projectId);
  await expectStatus(api, task, 'AI_REVIEW');
  await page.getByRole('tab', { name: 'Conversation' }).click();
  const turns = page.getByRole('article', { name: 'Turn' });
  await expect(turns.nth(1)).toContainText('echo second');
  await expect(turns.nth(2)).toContainText('echo first');
});

test('a budget that is used up lets nothing start until there is more', async ({ page, api, projectId }) => {
  const first = await api.createTask(projectId, { title: 'Add a README file' });
  await api.execute(first);
  await expectStatus(api, first, 'AI_REVIEW');
  const setBudget = async (tokens: string): Promise<void> => {
    await page.goto(`/projects/${projectId}/settings`);
    const rules = page.getByRole('form', { name: 'Rules of the project' });
    await rules.getByLabel('Tokens in a month').fill(tokens);
    await rules.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved the rules').first()).toBeVisible();
  };
  await setBudget('100');
  const second = await api.createTask(projectId, { title: 'Add a README file again' });
  await executeTask(page, second);
  await expect(page.getByRole('region', { name: 'Queue' })).toContainText('budget is used up');
  const board = new BoardPage(page);
  await board.open(projectId);
  await expect(board.card(second.id)).toContainText('the budget is used up');
  await expect(page.getByTestId('queue-state')).toContainText('budget used up');
  await setBudget('10000000');
  await expectStatus(api, second, 'AI_REVIEW');
});

test('what begins to wait is notified and heard by whoever wants that, and counted by all', async ({
  page,
  context,
  api,
  projectId,
}) => {
  await context.grantPermissions(['notifications']);
  await page.addInitScript(() => {
    const told: string[] = [];
    Object.assign(window, { told });
    window.Notification = class extends Notification {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        told.push(`${title}: ${options?.body}`);
      }
    };
    const { createOscillator } = AudioContext.prototype;
    AudioContext.prototype.createOscillator = function () {
      told.push('tone');
      return createOscillator.call(this);
    };
    // The person looks at something else.
    document.hasFocus = () => false;
  });
  const told = () => page.evaluate(() => (window as unknown as { told: string[] }).told);
  await page.goto('/settings');
  await expect(page.getByRole('switch', { name: 'Sound' })).not.toBeChecked();
  await expect(page.getByRole('switch', { name: 'Browser notifications' })).not.toBeChecked();
  await page.getByRole('switch', { name: 'Browser notifications' }).click();
  await page.getByRole('switch', { name: 'Sound' }).click();
  await expect(page.getByRole('switch', { name: 'Browser notifications' })).toBeChecked();
  await expect(new BoardPage(page).connection.first()).toHaveAttribute('data-status', 'live');
  const task = await api.createTask(projectId, { title: 'Ask me a question' });
  await api.execute(task);
  await expect
    .poll(told, { timeout: 60_000 })
    .toContainEqual(expect.stringContaining(`An agent has a question: ${task.title}`));
  await expect.poll(told).toContain('tone');
  await expect(page).toHaveTitle(/^\(\d+\) Settings/);
});

test('what is typed before a dialog is there is not lost, and does nothing to the page', async ({
  page,
  projectId,
}) => {
  const board = new BoardPage(page);
  await board.open(projectId);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeAttached();
  await page.keyboard.type('new project', typing);
  await expect(page.getByPlaceholder('Do something, or find a task or project…')).toHaveValue('new project');
  await expect(page.getByRole('dialog', { name: 'New project' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('c');
  await expect(page.getByRole('dialog', { name: 'New task' })).toBeAttached();
  await page.keyboard.type('Add a README file', typing);
  await expect(page.getByPlaceholder('Add a README file')).toHaveValue('Add a README file');
  await page.keyboard.press('Enter');
  await expect(board.cardTitled('Add a README file')).toBeVisible();
});

test('a task that waits for another one starts by itself when that is done', async ({ page, api, projectId }) => {
  const first = await api.createTask(projectId, { title: 'The first of two' });
  const second = await api.createTask(projectId, { title: 'Add a README file' });
  await page.goto(`/projects/${projectId}/tasks/${second.id}`);
  await page.getByRole('tab', { name: 'Details' }).click();
  await page.getByLabel('Find a task to wait for').fill('first');
  await page.getByRole('option', { name: first.title }).waitFor();
  await page.getByLabel('Find a task to wait for').press('Enter');
  await expect(page.getByRole('link', { name: first.title })).toBeVisible();
  await page.getByRole('switch', { name: /Execute by itself/ }).click();
  await expect(page.getByRole('switch', { name: /Execute by itself/ })).toBeChecked();
  const board = new BoardPage(page);
  await board.open(projectId);
  await expect(board.card(second.id)).toContainText('Waits for 1');
  for (const status of ['IN_PROGRESS', 'AI_REVIEW', 'HUMAN_REVIEW', 'DONE'] as const) await api.move(first, status);
  await expect(board.card(second.id)).toHaveAttribute('data-status', 'AI_REVIEW', { timeout: 90_000 });
});
