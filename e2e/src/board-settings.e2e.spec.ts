import { expect } from '@playwright/test';
import { test } from './fixtures.ts';

test('limits and budget of a project are saved as they were typed', async ({ page, api, projectId }) => {
  await page.goto(`/projects/${projectId}/settings`);
  const form = page.getByRole('form', { name: 'Rules of the project' });
  await form.getByLabel('Time of a session').fill('90');
  await form.getByLabel('Cost of a session').fill('2.5');
  await form.getByLabel('Agents at once').fill('5');
  await form.getByLabel('Budget in a month').fill('40');
  await form.getByLabel('Answers to agents').fill('30');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/^Saved the rules of/).first()).toBeVisible();
  await expect
    .poll(async () => (await api.board(projectId)).project)
    .toMatchObject({
      max_concurrent_sessions: 5,
      session_limits: { minutes: 90, idle_minutes: 10, steps: 200, tokens: 0, cost_usd: 2.5 },
      budget: { limit_usd: 40, limit_tokens: null },
      gate_timeout_minutes: 30,
    });
  await page.reload();
  await expect(form.getByLabel('Time of a session')).toHaveValue('90');
  await form.getByLabel('Budget in a month').fill('0');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await api.board(projectId)).project.budget).toBeNull();
});
