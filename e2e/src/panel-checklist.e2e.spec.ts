import { expect, type Page } from '@playwright/test';
import type { TaskRef } from '@podium/stack-driver';
import { expectAccessible } from './accessibility.ts';
import { openDetails, openDetailsElsewhere } from './details.ts';
import { test } from './fixtures.ts';

const steps = (page: Page) => page.getByRole('region', { name: 'Checklist' }).getByTestId(/^step-/);
const field = (page: Page) => page.getByRole('textbox', { name: 'Step', exact: true });

async function checklistOf(page: Page, { project_id, id }: TaskRef): Promise<string[]> {
  const answer = await page.request.get(`/api/projects/${project_id}/tasks/${id}`);
  const { checklist } = (await answer.json()) as { checklist: { text: string; done: boolean }[] };
  return checklist.map(({ text, done }) => (done ? `${text} ✓` : text));
}

async function add(page: Page, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await page.getByLabel('Add a step').fill(text);
    await page.getByLabel('Add a step').press('Enter');
    await expect(steps(page).filter({ hasText: text })).toBeVisible();
  }
}

test('a step is renamed, moved and removed with the keyboard alone, and each is undone', async ({
  page,
  api,
  projectId,
}) => {
  const task = await api.createTask(projectId, { title: 'Pack the bag' });
  await openDetails(page, task);
  await add(page, 'Socks', 'Shirt');
  const { keyboard } = page;
  const socks = page.getByRole('button', { name: 'Edit Socks' });
  await socks.focus();
  await keyboard.press('Enter');
  await expect(field(page)).toBeFocused();
  await keyboard.type(' of wool');
  await keyboard.press('Enter');
  const wool = page.getByRole('button', { name: 'Edit Socks of wool' });
  await expect(wool).toBeFocused();
  await expect.poll(() => checklistOf(page, task)).toEqual(['Socks of wool', 'Shirt']);

  await keyboard.press('Enter');
  await keyboard.type(' and silk');
  await keyboard.press('Escape');
  await expect(wool).toBeFocused();
  await keyboard.press('Alt+ArrowDown');
  await expect.poll(() => checklistOf(page, task)).toEqual(['Shirt', 'Socks of wool']);
  await expect(wool).toBeFocused();
  await keyboard.press('ControlOrMeta+z');
  await expect.poll(() => checklistOf(page, task)).toEqual(['Socks of wool', 'Shirt']);
  await keyboard.press('ControlOrMeta+z');
  await expect.poll(() => checklistOf(page, task)).toEqual(['Socks', 'Shirt']);

  await socks.focus();
  await keyboard.press('Delete');
  await expect.poll(() => checklistOf(page, task)).toEqual(['Shirt']);
  await expect(page.getByRole('region', { name: 'Checklist' }).locator(':focus')).toBeVisible();
  await keyboard.press('ControlOrMeta+z');
  await expect.poll(() => checklistOf(page, task)).toEqual(['Socks', 'Shirt']);
  await expectAccessible(page);
});

test('a step is renamed, moved and removed with the mouse alone', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Pack the bag' });
  await openDetails(page, task);
  await add(page, 'Socks', 'Shirt');
  // A double click is what people try first: it must neither tick nor untick.
  await steps(page).filter({ hasText: 'Shirt' }).getByText('Shirt').dblclick();
  await expect(field(page)).toBeFocused();
  await expectAccessible(page);
  await field(page).fill('Warm shirt');
  await page.getByText('Checklist', { exact: true }).click();
  await expect.poll(() => checklistOf(page, task)).toEqual(['Socks', 'Warm shirt']);
  await page.getByRole('button', { name: 'Move Warm shirt up' }).click();
  await expect.poll(() => checklistOf(page, task)).toEqual(['Warm shirt', 'Socks']);
  const [shirt, socks] = [steps(page).nth(0), steps(page).nth(1)];
  await socks.hover();
  await socks.getByTestId('grip').dragTo(shirt, { targetPosition: { x: 60, y: 3 } });
  await expect.poll(() => checklistOf(page, task)).toEqual(['Socks', 'Warm shirt']);
  await page.getByRole('button', { name: 'Move Warm shirt up' }).click();
  await expect.poll(() => checklistOf(page, task)).toEqual(['Warm shirt', 'Socks']);
  await page.getByRole('checkbox', { name: 'Socks' }).click();
  await expect.poll(() => checklistOf(page, task)).toEqual(['Warm shirt', 'Socks ✓']);

  await page.getByRole('button', { name: 'Edit Socks' }).click();
  await field(page).fill('');
  await field(page).press('Enter');
  await expect.poll(() => checklistOf(page, task)).toEqual(['Warm shirt']);
  const removed = page.locator('li').filter({ hasText: 'Removed the step “Socks”' });
  await removed.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => checklistOf(page, task)).toEqual(['Warm shirt', 'Socks ✓']);
});

test('what two people do to a checklist at once all counts', async ({ page, api, projectId, browser, stack }) => {
  const task = await api.createTask(projectId, { title: 'Pack the bags' });
  await openDetails(page, task);
  await add(page, 'Socks', 'Shirt');
  const second = await openDetailsElsewhere(browser, stack, task);
  // Neither sees what the other does before both have done it.
  await page.route('**/checklist/**', (route) => route.abort());
  await page.getByRole('button', { name: 'Edit Socks' }).click();
  await field(page).fill('Socks of wool');
  await add(second, 'Hat');
  await second.getByRole('checkbox', { name: 'Shirt' }).check();
  await expect.poll(() => checklistOf(page, task)).toEqual(['Socks', 'Shirt ✓', 'Hat']);
  // Nothing that was typed is lost where it can't be sent.
  await field(page).press('Enter');
  await expect(field(page)).toHaveValue('Socks of wool');
  await page.unroute('**/checklist/**');
  await field(page).press('Enter');
  await expect.poll(() => checklistOf(page, task)).toEqual(['Socks of wool', 'Shirt ✓', 'Hat']);
  await second.context().close();
});

test('words that somebody else changed or removed meanwhile are told, and what was typed stays', async ({
  page,
  api,
  projectId,
  browser,
  stack,
}) => {
  const task = await api.createTask(projectId, { title: 'Pack the bags' });
  await openDetails(page, task);
  await add(page, 'Socks', 'Shirt');
  const second = await openDetailsElsewhere(browser, stack, task);
  await page.getByRole('button', { name: 'Edit Socks' }).click();
  await field(page).fill('Socks of wool');
  await second.getByRole('button', { name: 'Edit Socks' }).click();
  await field(second).fill('Stockings');
  await field(second).press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'it is now “Stockings”' })).toBeVisible();
  await field(page).press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'Someone else changed this step' })).toBeVisible();
  await expect.poll(() => checklistOf(page, task)).toEqual(['Stockings', 'Shirt']);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save mine over it' }).click();
  await expect.poll(() => checklistOf(page, task)).toEqual(['Socks of wool', 'Shirt']);

  await page.getByRole('button', { name: 'Edit Shirt' }).click();
  await field(page).fill('Shirt of silk');
  await second.getByRole('button', { name: 'Edit Shirt' }).press('Delete');
  await expect(page.getByRole('alert').filter({ hasText: 'Somebody removed this step' })).toBeVisible();
  await expect(field(page)).toHaveValue('Shirt of silk');
  await page.getByRole('button', { name: 'Add it again' }).click();
  await expect.poll(() => checklistOf(page, task)).toEqual(['Socks of wool', 'Shirt of silk']);

  // An undo writes over nobody's words.
  await second.getByRole('button', { name: 'Edit Shirt of silk' }).click();
  await field(second).fill('Blouse');
  await field(second).press('Enter');
  await expect(page.getByRole('button', { name: 'Edit Blouse' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByText(/^Not undone/).first()).toBeVisible();
  await expect.poll(() => checklistOf(page, task)).toEqual(['Socks of wool', 'Blouse']);
  await second.context().close();
});
