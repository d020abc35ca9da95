import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';
import { expectStatus } from './outcome.ts';

/** Lets the page believe that these people look at its project, whatever the server says. */
async function pretendPeople(page: Page, names: readonly string[]): Promise<void> {
  const people = names.map((name) => ({ actor: `user:${name}`, name, connections: 1 }));
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (!String(message).startsWith('42["presence"')) socket.send(message);
    });
    socket.onMessage((message) => {
      server.send(message);
      const projectId = /^42\d*\["watch",\{"projectId":"([^"]+)"/.exec(String(message))?.[1];
      if (projectId) socket.send(`42${JSON.stringify(['presence', { projectId, people }])}`);
    });
  });
}

test('whoever looks at the same project is seen; whoever is alone sees nobody', async ({
  page,
  browser,
  stack,
  projectId,
}) => {
  await pretendPeople(page, ['owner', 'Ada Lovelace', 'Kim', 'Grace Hopper', 'Alan Turing', 'Edsger Dijkstra']);
  const board = new BoardPage(page);
  await board.open(projectId);
  const here = page.getByRole('list', { name: 'Also here' });
  await expect(here).toContainText('Ada Lovelace');
  await expect(here).not.toContainText('owner');
  await expect(here).toContainText('+2');
  await expectAccessible(page);

  // The same person in two windows is one person.
  const context = await browser.newContext({ baseURL: stack.url });
  const windows = [await context.newPage(), await context.newPage()];
  for (const window of windows) {
    await new BoardPage(window).open(projectId);
    await expect(window.getByTestId('connection').first()).toHaveAttribute('data-status', 'live');
  }
  for (const window of windows) await expect(window.getByRole('list', { name: 'Also here' })).toHaveCount(0);
  await context.close();
});

test('name and pod are read beside an open task', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Add a README file' });
  const board = new BoardPage(page);
  await board.open(projectId);
  await board.expectPodReady();
  await page.goto(`/projects/${projectId}?task=${task.id}`);
  await expect(page.getByTestId('task-panel')).toBeVisible();
  for (const part of [
    page.getByTestId('pod-state').first().locator('span').last(),
    page.getByRole('heading', { level: 1 }),
  ]) {
    const cut = await part.evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(cut).toBeLessThanOrEqual(0);
  }
  await expect(page.getByLabel('Filter cards')).toBeVisible();
});

test('a card begins in To do or in Planning, with the + of the column', async ({ page, projectId }) => {
  const board = new BoardPage(page);
  await board.open(projectId);
  for (const status of ['IN_PROGRESS', 'AI_REVIEW', 'HUMAN_REVIEW', 'DONE'] as const)
    await expect(board.column(status).getByRole('button', { name: /New task/ })).toHaveCount(0);
  await page.getByRole('button', { name: /^Show Planning/ }).press('Enter');
  await board.column('PLANNING').getByRole('button', { name: 'New task in Planning' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New task in Planning' });
  await dialog.getByLabel('Title').fill('Think about the roof');
  await dialog.getByLabel('Title').press('Enter');
  const card = board.column('PLANNING').getByTestId(/^card-/);
  await expect(card).toContainText('Think about the roof');
  await page.reload();
  await expect(card).toContainText('Think about the roof');
  await expectAccessible(page);
});

test('a new task is executed at once, by a key or a button', async ({ page, api, projectId }) => {
  const board = new BoardPage(page);
  await board.open(projectId);
  const dialog = page.getByRole('dialog', { name: 'New task' });
  await page.keyboard.press('c');
  await page.keyboard.type('Add a README file');
  await expect(dialog.getByLabel('Title')).toHaveValue('Add a README file');
  await page.keyboard.press('ControlOrMeta+Shift+Enter');
  await expect(dialog).toHaveCount(0);
  await page.getByRole('button', { name: 'New task' }).first().click();
  await dialog.getByRole('button', { name: 'Create and execute' }).click();
  await expect(dialog).toContainText('Give the task a title.');
  await dialog.getByLabel('Title').fill('Run the tests and report');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Create and execute' }).click();
  for (const title of ['Add a README file', 'Run the tests and report']) {
    await expect(board.cardTitled(title)).toHaveCount(1);
    const id = (await board.cardTitled(title).getAttribute('data-card')) ?? '';
    await expectStatus(api, { id, project_id: projectId }, 'AI_REVIEW');
  }
});

test('a budget that is nearly used up is said where more is about to be used', async ({
  page,
  api,
  request,
  projectId,
}) => {
  const first = await api.createTask(projectId, { title: 'Add a README file' });
  const second = await api.createTask(projectId, { title: 'Mend the roof' });
  await api.execute(first);
  await expectStatus(api, first, 'AI_REVIEW');
  const { total } = await (await request.get(`/api/projects/${projectId}/usage`)).json();
  const used = total.input_tokens + total.output_tokens + total.cached_tokens;
  await request.patch(`/api/projects/${projectId}`, { data: { budget: { limit_tokens: Math.ceil(used * 1.1) } } });
  const note = page.getByTestId('budget-note');
  await page.goto(`/projects/${projectId}?task=${second.id}`);
  await expect(note).toContainText('The budget is nearly used up.');
  await expectAccessible(page);
  await page.goto('/insights');
  await page.getByLabel('Project', { exact: true }).selectOption(projectId);
  await expect(note).toContainText('tokens used this month');
  await expectAccessible(page);
});
