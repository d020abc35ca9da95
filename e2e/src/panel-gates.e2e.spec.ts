import { expect } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { test } from './fixtures.ts';
import { expectStatus } from './outcome.ts';

test('a permission says what for, with all that there is to know', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Needs permission: look outside of the workspace' });
  await page.goto(`/projects/${projectId}/tasks/${task.id}`);
  await api.execute(task);
  const gate = page.getByRole('region', { name: 'Permission' });
  await expect(gate).toBeVisible({ timeout: 60_000 });
  const [asked] = (await api.sessions(task)).flatMap(({ gates }) => gates);
  if (asked?.kind !== 'permission') throw new Error('The agent asks for something else');
  await expect(gate).toContainText(asked.command ?? asked.patterns[0] ?? '');
  const folded = gate.getByText(/arguments? of/);
  const values = gate.locator('dl');
  await expect(values).toBeHidden();
  await folded.press('Enter');
  for (const name of Object.keys(asked.tool?.arguments ?? {}).filter((name) => name !== 'command'))
    await expect(values).toContainText(name);
  await expectAccessible(page);

  await page.goto('/inbox');
  const row = page.getByTestId('inbox-permission').filter({ hasText: task.title });
  await expect(row).toContainText(`The agent wants to ${asked.text}`);
  await row.getByRole('button', { name: 'Answer' }).click();
  await expect(row.getByRole('region', { name: 'Permission' })).toContainText(asked.command ?? asked.patterns[0] ?? '');
  await expectAccessible(page);
  await row.getByRole('button', { name: 'Allow once' }).click();
  await expectStatus(api, task, 'AI_REVIEW');
});

test('on a phone the answers are in reach, however much there is to read', async ({ page, api, projectId }) => {
  await page.setViewportSize({ width: 390, height: 700 });
  const task = await api.createTask(projectId, { title: 'Needs permission: look outside of the workspace' });
  await page.route(/\/api\/projects\/[^/]+\/board/, async (route) => {
    const response = await route.fetch();
    const board = await response.json();
    const diff = `--- a/a.txt\n+++ b/a.txt\n@@ -1,1 +1,400 @@\n-old\n${'+new\n'.repeat(400)}`;
    const command = 'echo a very long command; '.repeat(200);
    for (const session of board.sessions)
      for (const gate of session.gates) Object.assign(gate, { diff, command, truncated: true });
    await route.fulfill({ response, json: board });
  });
  await api.execute(task);
  await expect.poll(async () => (await api.sessions(task))[0]?.gates.length, { timeout: 60_000 }).toBe(1);
  await page.goto(`/projects/${projectId}/tasks/${task.id}`);
  for (const name of ['Allow once', 'Always allow', 'Refuse…'])
    await expect(page.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
  const gate = page.getByRole('region', { name: 'Permission' });
  await expect(gate).toContainText('It is longer than what is shown here.');
  await gate.getByRole('button', { name: 'Show all 401 lines' }).click();
  await expect(gate.getByTestId('diff')).toContainText('new');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Allow once' }).click();
  await expectStatus(api, task, 'AI_REVIEW');
});

test('what is always allowed is listed in the settings, and can be asked for again', async ({
  page,
  api,
  projectId,
}) => {
  const task = await api.createTask(projectId, { title: 'Needs permission: look outside of the workspace' });
  await page.goto(`/projects/${projectId}/tasks/${task.id}`);
  await api.execute(task);
  await page.getByRole('button', { name: 'Always allow' }).click({ timeout: 60_000 });
  await expectStatus(api, task, 'AI_REVIEW');
  await page.goto(`/projects/${projectId}/settings`);
  const allowed = page.getByRole('region', { name: 'Always allowed' });
  const again = allowed.getByRole('button', { name: /^Ask again/ });
  await expect(again.first()).toBeVisible();
  await expectAccessible(page);
  while ((await again.count()) > 0) {
    const count = await again.count();
    await again.first().press('Enter');
    await expect(again).toHaveCount(count - 1);
  }
  await expect(allowed).toContainText('Nothing: they ask for everything');
});
