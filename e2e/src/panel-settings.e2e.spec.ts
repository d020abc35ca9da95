import { expect } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { test } from './fixtures.ts';

test('what can’t be a rule is told at its field, and what was typed stays', async ({ page, api, projectId }) => {
  await page.goto(`/projects/${projectId}/settings`);
  const form = page.getByRole('form', { name: 'Rules of the project' });
  const save = form.getByRole('button', { name: 'Save' });
  const agents = form.getByLabel('Agents at once');
  for (const typed of ['0', '11', '2.5', 'many', '']) {
    await agents.fill(typed);
    await save.click();
    await expect(form.getByRole('alert').filter({ hasText: 'from 1 to 10' })).toBeVisible();
    await expect(agents).toBeFocused();
    await expect(agents).toHaveValue(typed);
    await expect(agents).toHaveAttribute('aria-invalid', 'true');
  }
  await form.getByLabel('Cost of a session').fill('2,5');
  await form.getByLabel('Cost of a session').press('Tab');
  await expect(form.getByRole('alert').filter({ hasText: 'a number such as 2.5' })).toBeVisible();
  await expectAccessible(page);
  expect((await api.board(projectId)).project.max_concurrent_sessions).not.toBe(0);

  await agents.fill('4');
  await form.getByLabel('Cost of a session').fill('2.5');
  await form.getByLabel('Time of a session').fill('');
  await expect(form.getByRole('alert')).toHaveCount(0);
  await save.click();
  await expect
    .poll(async () => (await api.board(projectId)).project)
    .toMatchObject({ max_concurrent_sessions: 4, session_limits: { minutes: 0, cost_usd: 2.5 } });
  await expect(form.getByLabel('Time of a session')).toHaveValue('');
  await expect(form.getByLabel('Time of a session')).toHaveAttribute('placeholder', 'No limit');
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect
    .poll(async () => (await api.board(projectId)).project)
    .toMatchObject({ max_concurrent_sessions: 3, session_limits: { minutes: 60, cost_usd: 0 } });
});

test('what somebody else saves meanwhile stays, beside what is typed here', async ({ page, api, projectId }) => {
  await page.goto(`/projects/${projectId}/settings`);
  const form = page.getByRole('form', { name: 'Rules of the project' });
  await form.getByLabel('Steps of a session').fill('77');
  const { session_limits } = (await api.board(projectId)).project;
  await api.editProject(projectId, { session_limits: { ...session_limits, minutes: 33 } });
  await expect(form.getByLabel('Time of a session')).toHaveValue('33');
  await expect(form.getByLabel('Steps of a session')).toHaveValue('77');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(async () => (await api.board(projectId)).project.session_limits)
    .toMatchObject({ minutes: 33, steps: 77 });
});

test('the settings of the browser lead to those of each project', async ({ page, projectId }) => {
  await page.goto('/settings');
  const projects = page.getByRole('region', { name: 'Projects' });
  await expectAccessible(page);
  await projects.locator(`a[href="/projects/${projectId}/settings"]`).click();
  await expect(page.getByRole('form', { name: 'Rules of the project' })).toBeVisible();
});

test('what is always allowed is said in words everywhere', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Needs permission: look outside of the workspace' });
  await page.goto(`/projects/${projectId}/tasks/${task.id}`);
  await api.execute(task);
  const always = page.getByRole('button', { name: 'Always allow' });
  await always.waitFor({ timeout: 60_000 });
  await expect(page.locator('body')).not.toContainText('external_directory');
  await always.click();
  await expect(page.getByTestId('task-status')).toHaveAttribute('data-status', 'AI_REVIEW', { timeout: 60_000 });
  await page.getByRole('tab', { name: 'Story', exact: true }).click();
  await expect(page.getByText(/always allows the project’s agents to|allowed it from now on/).first()).toBeVisible();
  for (const row of await page.getByRole('button', { name: /permission|asks to/i }).all()) await row.click();
  await expect(page.locator('body')).not.toContainText('external_directory');

  await page.goto(`/projects/${projectId}/settings`);
  const again = page.getByRole('button', { name: /^Ask again before agents leave the workspace for / }).first();
  await expect(again).toBeVisible();
  await again.click();
  await expect(
    page.getByRole('status').filter({ hasText: /^Agents ask again before they leave the workspace for/ }),
  ).toBeAttached();
  expect(await page.content()).not.toContain('external_directory /');
});
