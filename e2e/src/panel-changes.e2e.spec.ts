import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { test } from './fixtures.ts';
import { expectStatus } from './outcome.ts';

async function openChanges(page: Page, task: { project_id: string; id: string }): Promise<void> {
  await page.goto(`/projects/${task.project_id}/tasks/${task.id}`);
  await page.getByRole('tab', { name: 'Changes' }).click();
}

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `+line ${index + 1} of a very long file`).join('\n');

const longPatch = `--- /dev/null\n+++ b/long.txt\n@@ -0,0 +1,3000 @@\n${lines(3000)}\n`;
const shortPatch = `--- a/src/app.ts
+++ b/src/app.ts
@@ -10,3 +10,3 @@ function start() {
 const host = 'localhost';
-const port = 3000;
+const port = 8080; // <b>not bold</b>
 listen(host, port);
`;

/** Changes that would take the demo model long to make. The first answer for `broken.txt` is an error. */
async function serveChanges(page: Page): Promise<void> {
  const file = (path: string, additions: number, deletions: number) => ({
    path,
    status: deletions > 0 ? 'modified' : 'added',
    additions,
    deletions,
    certain: true,
  });
  const turn = {
    turn: 1,
    prompt: 'Change a lot\n\nin many places',
    ended_at: new Date().toISOString(),
    commit: { hash: 'f3a9c1d27be04418a5c0f1d9b7e62f4c08d1a3b5', subject: 'Change a lot' },
    files: [file('broken.txt', 1, 0), file('long.txt', 3000, 0), file('src/app.ts', 1, 1)],
    total_files: 250,
    additions: 3002,
    deletions: 1,
    changes_known: true,
    partial: false,
    others: [],
    others_known: true,
  };
  let failures = 1;
  await page.route(/\/api\/sessions\/[^/]+\/changes$/, (route) =>
    route.fulfill({ json: { session_id: 's', turns: [turn], position: 1 } }),
  );
  await page.route(/\/api\/sessions\/[^/]+\/changes\/1\?/, (route) => {
    const path = new URL(route.request().url()).searchParams.get('path');
    if (path === 'broken.txt' && failures > 0) {
      failures -= 1;
      return route.fulfill({ status: 404, json: { title: 'Gone', status: 404, detail: 'No such change is kept.' } });
    }
    const patch = path === 'src/app.ts' ? shortPatch : path === 'long.txt' ? longPatch : '';
    return route.fulfill({ json: { turn: 1, path, patch, truncated: path === 'long.txt' } });
  });
}

test('what an agent changed: commit, files and lines, turn by turn, live', async ({
  page,
  context,
  api,
  projectId,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const task = await api.createTask(projectId, {
    title: 'Add a README file',
    description: 'Then commit everything as “Say what this is”.',
  });
  await openChanges(page, task);
  await expect(page.getByRole('heading', { name: 'No changes yet' })).toBeVisible();
  await expectAccessible(page);
  await api.execute(task);
  // Execute shows the output; the changes come by themselves.
  await page.getByRole('tab', { name: 'Changes' }).click();
  const turn = page.getByRole('article', { name: 'Prompt 1' });
  await expect(turn).toContainText('Say what this is', { timeout: 90_000 });
  await expect(turn.getByRole('heading', { name: 'Add a README file' })).toBeVisible();
  await expect(turn).toContainText('1 file');

  const file = turn.getByRole('button', { name: /README\.md/ });
  await expect(file).toContainText('added');
  await file.press('Enter');
  const diff = turn.getByTestId('diff');
  await expect(diff.getByRole('insertion').first()).toContainText('#');
  await expect(diff.getByRole('deletion')).toHaveCount(0);
  await expectAccessible(page);
  await turn.getByRole('button', { name: 'Copy the diff of README.md' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('+# README');
  await turn.getByRole('button', { name: /^Copy the hash/ }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^[0-9a-f]{40}$/);
  await expectStatus(api, task, 'AI_REVIEW');

  await page.getByLabel('Message to the agent').fill('Edit notes.md');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('tab', { name: 'Changes' }).click();
  await expect(page.getByRole('button', { name: /notes\.md/ })).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole('region', { name: /^Session/ })).toHaveCount(2);
});

test('long diffs, many files and answers that fail', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Run `true`' });
  await api.execute(task);
  await expectStatus(api, task, 'AI_REVIEW');
  await serveChanges(page);
  await openChanges(page, task);
  await expect(page.getByText('247 more files changed')).toBeVisible();

  // With the keyboard alone: from file to file, and into each.
  await page.getByRole('button', { name: /broken\.txt/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('changes').getByRole('alert')).toContainText('No such change is kept.');
  await page.getByRole('button', { name: 'Try again' }).press('Enter');
  await expect(page.getByText('It has no lines to show')).toBeVisible();
  await page.getByRole('button', { name: /broken\.txt/, expanded: true }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const long = page.getByRole('group', { name: 'Changes of long.txt' });
  await expect(long.getByRole('insertion')).toHaveCount(200);
  await expect(page.getByText('this is its beginning')).toBeVisible();
  await page.getByRole('button', { name: 'Show all 3,000 lines' }).press('Enter');
  await expect(long.getByRole('insertion').first()).toBeVisible();
  expect(await long.getByRole('insertion').count()).toBeLessThan(200);
  await long.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(long).toContainText('line 3000 of a very long file');

  await page.getByRole('button', { name: /app\.ts/ }).click();
  const short = page.getByRole('group', { name: 'Changes of src/app.ts' });
  await expect(short).toContainText('// <b>not bold</b>');
  await expect(short.locator('b')).toHaveCount(0);
  await expectAccessible(page);
});

test('on a phone, a diff is as wide as the screen and says so much', async ({ page, api, projectId }) => {
  await page.setViewportSize({ width: 390, height: 780 });
  const task = await api.createTask(projectId, { title: 'Run `true`' });
  await api.execute(task);
  await expectStatus(api, task, 'AI_REVIEW');
  await serveChanges(page);
  await page.goto(`/projects/${projectId}/tasks/${task.id}`);
  await page.getByRole('tab', { name: 'Changes' }).waitFor();
  await page.keyboard.press('r');
  await page.getByRole('button', { name: /app\.ts/ }).click();
  await expect(page.getByRole('group', { name: 'Changes of src/app.ts' })).toContainText('const port = 8080;');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  const tab = page.getByTestId('changes');
  expect(await tab.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  await expectAccessible(page);
});

test('changes that can’t be loaded are asked for again', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Run `true`' });
  await api.execute(task);
  await expectStatus(api, task, 'AI_REVIEW');
  await page.route(/\/changes$/, (route) =>
    route.fulfill({ status: 404, json: { title: 'Away', status: 404, detail: 'It is away.' } }),
  );
  await openChanges(page, task);
  await expect(page.getByTestId('changes').getByRole('alert')).toContainText('It is away.');
  await expectAccessible(page);
  await page.unroute(/\/changes$/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('article', { name: 'Prompt 1' })).toContainText('No file changed');
});
