import { expect } from '@playwright/test';
import { BoardPage, taskIdOf } from './board-page.ts';
import { test } from './fixtures.ts';
import { expectOutput, expectStatus, readOutcome, readOutput } from './outcome.ts';

const readmeTask = 'Add a README file';
const slowTask = 'Talk slowly for 120 seconds';

test('the main job: from an empty board to a file that the agent wrote', async ({ page, target, api }) => {
  const board = new BoardPage(page);
  const projectId = await board.createProject('First project');
  await board.expectPodReady();

  const card = await board.createTask(readmeTask);
  const task = { project_id: projectId, id: await taskIdOf(card) };
  await board.openTask(card);
  await board.executeButton(card).click();
  await expect(card).toHaveAttribute('data-status', 'IN_PROGRESS', { timeout: 1000 });
  await expect(board.column('IN_PROGRESS').getByTestId(`card-${task.id}`)).toBeVisible();
  await expect(board.output).toContainText('README.md', { timeout: 60_000 });

  // No reload since the page was opened.
  await expect(card).toHaveAttribute('data-status', 'AI_REVIEW', { timeout: 60_000 });
  await expect(board.executeButton(card)).toHaveCount(0);
  expect(await target.readFile(projectId, 'README.md')).toContain(readmeTask);

  const sessions = await board.openHistory();
  await expect(sessions).toHaveCount(1);
  await expect(sessions.first()).toHaveAttribute('data-status', 'completed');
  const [session] = await api.sessions(task);
  await expect(sessions.first()).toContainText(session?.id.slice(0, 8) ?? 'a session');
  await sessions.first().getByRole('button').first().click();
  await expect(sessions.first()).toContainText('Done: README.md is in place');
  await api.deleteProject(projectId);
});

test('output comes while the agent works, in order and up to its end', async ({ api, projectId }) => {
  const task = await api.createTask(projectId, { title: `Slowly for 3 seconds: ${readmeTask}` });
  await api.execute(task);
  await expectOutput(api, task);
  expect((await api.task(task)).status).toBe('IN_PROGRESS');
  await expectStatus(api, task, 'AI_REVIEW');
  const output = await readOutput(api, task);
  expect(output.map(({ number }) => number)).toEqual(output.map((_, index) => index + 1));
  expect(output.at(-1)?.type).toBe('done');
});

test('a reader that was cut off gets the rest of the output, nothing twice', async ({ api, projectId }) => {
  const task = await api.createTask(projectId, { title: `Slowly for 3 seconds: ${readmeTask}` });
  await api.execute(task);
  await expectStatus(api, task, 'AI_REVIEW');
  const whole = await readOutput(api, task);
  const half = whole.slice(0, Math.ceil(whole.length / 2));
  const rest = [];
  for await (const event of api.output(task, { after: half.at(-1)?.id ?? 0 })) rest.push(event);
  expect([...half, ...rest]).toEqual(whole);
});

test('Stop puts a slow task back to TODO with a cancelled session', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: slowTask });
  const board = new BoardPage(page);
  await board.open(projectId);
  const card = board.card(task.id);
  await board.openTask(card);
  await board.executeButton(card).click();
  await expectOutput(api, task);
  await board.stop();
  await expect(card).toHaveAttribute('data-status', 'TODO', { timeout: 30_000 });
  await expect(board.column('TODO').getByTestId(`card-${task.id}`)).toBeVisible();
  expect((await api.sessions(task)).map(({ status }) => status)).toEqual(['cancelled']);
  await expect((await board.openHistory()).first()).toHaveAttribute('data-status', 'cancelled');
});

test('a second Execute on a running task is a conflict', async ({ api, projectId }) => {
  const task = await api.createTask(projectId, { title: slowTask });
  await api.execute(task);
  await expect(api.execute(task)).rejects.toMatchObject({ status: 409, code: 'session_active' });
  await api.stop(task);
  await expectStatus(api, task, 'TODO');
  expect(await api.sessions(task)).toHaveLength(1);
});

test('a failure puts the task back to TODO and keeps the reason', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Simulate a failure' });
  const board = new BoardPage(page);
  await board.open(projectId);
  await board.executeButton(board.card(task.id)).click();
  await expect.poll(async () => (await api.sessions(task))[0]?.status, { timeout: 90_000 }).toBe('failed');
  await expectStatus(api, task, 'TODO');
  const { failure } = await api.task(task);
  expect(failure).toMatchObject({ code: expect.any(String), message: expect.stringMatching(/\w/) });
  await expect(board.card(task.id)).toContainText(failure?.message ?? 'a failure');
});

test('two browsers show the same board, live', async ({ browser, api, target, projectId }) => {
  const contexts = await Promise.all([
    browser.newContext({ baseURL: target.url }),
    browser.newContext({ baseURL: target.url }),
  ]);
  const boards = await Promise.all(contexts.map(async (context) => new BoardPage(await context.newPage())));
  const [first, second] = boards;
  if (!first || !second) throw new Error('Two browsers were asked for.');
  await Promise.all(boards.map((board) => board.open(projectId)));

  const card = await first.createTask(readmeTask);
  const task = { project_id: projectId, id: await taskIdOf(card) };
  await expect(second.card(task.id)).toHaveAttribute('data-status', 'TODO', { timeout: 3000 });
  await second.executeButton(second.card(task.id)).click();
  for (const board of boards) {
    await expect(board.card(task.id)).toHaveAttribute('data-status', 'AI_REVIEW', { timeout: 60_000 });
  }
  expect((await readOutcome(target, api, task)).sessions).toEqual([
    { status: 'completed', preview: expect.any(String) },
  ]);
  await Promise.all(contexts.map((context) => context.close()));
});

test('a page without errors in its console', async ({ page, projectId }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const board = new BoardPage(page);
  await board.open(projectId);
  await expect(board.connection.first()).toBeVisible();
  await board.createTask('A card');
  expect(errors).toEqual([]);
});
