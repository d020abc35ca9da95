import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { test } from './fixtures.ts';
import { holdOn, letGo } from './held-task.ts';
import { expectStatus } from './outcome.ts';

test('two agents in one workspace: nobody is given the other’s work, and none of it is undone unasked', async ({
  page,
  api,
  stack,
  projectId,
}) => {
  const isThere = (name: string): boolean => existsSync(join(stack.workspace(projectId), name));
  const first = await api.createTask(projectId, { title: 'First', description: `Run \`echo a > a.txt\`, ${holdOn}` });
  const second = await api.createTask(projectId, { title: 'Second', description: 'Edit notes.md' });
  await api.execute(first);
  await expect.poll(() => isThere('a.txt')).toBe(true);
  await api.execute(second);
  await expectStatus(api, second, 'AI_REVIEW');
  letGo(stack, projectId);
  await expectStatus(api, first, 'AI_REVIEW');

  await page.goto(`/projects/${projectId}/tasks/${first.id}`);
  await page.getByRole('tab', { name: 'Changes' }).click();
  const turn = page.getByRole('article', { name: 'Prompt 1' });
  await expect(turn).toContainText('“Second” worked in the same workspace meanwhile. What is marked may be its work.');
  await expect(turn.getByRole('listitem').filter({ hasText: 'notes.md' })).toContainText('perhaps others’');
  await expectAccessible(page);
  await page.getByRole('tab', { name: 'Output' }).click();
  await expect(page.getByText(/changed meanwhile, perhaps by “Second”/).last()).toBeVisible();
  await page.getByRole('tab', { name: 'Story', exact: true }).click();
  await expect(page.getByText(/files changed \(.*\), while “Second” worked in the same workspace/)).toBeVisible();

  // The other one's own edit is its own, whoever was there.
  await page.goto(`/projects/${projectId}/tasks/${second.id}`);
  await page.getByRole('tab', { name: 'Changes' }).click();
  await expect(turn).toContainText('“First” worked in the same workspace meanwhile.');
  await expect(turn.getByText('perhaps others’')).toHaveCount(0);

  await page.goto(`/projects/${projectId}/tasks/${first.id}`);
  await page.getByRole('tab', { name: 'Conversation' }).click();
  const putBack = page.getByRole('button', { name: 'Put the workspace back to before this' });
  await putBack.focus();
  await page.keyboard.press('Enter');
  const warning = page.getByRole('alertdialog');
  await expect(warning).toContainText(
    'This would also undo work of others in the same workspace: “Second” (notes.md).',
  );
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(warning).toBeHidden();
  await expect(putBack).toBeFocused();
  expect(isThere('notes.md')).toBe(true);

  await page.keyboard.press('Enter');
  await warning.getByRole('button', { name: 'Put it back' }).click();
  await expect(page.getByText('Workspace and conversation are put back.')).toBeVisible();
  expect([isThere('a.txt'), isThere('notes.md')]).toEqual([false, false]);
  await page.getByRole('button', { name: 'Bring it back' }).click();
  await expect(page.getByText('Workspace and conversation are put back.')).toBeHidden();
  expect([isThere('a.txt'), isThere('notes.md')]).toEqual([true, true]);
});
