import { expect } from '@playwright/test';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';
import { Keyboard } from './keyboard.ts';
import { expectStatus } from './outcome.ts';

test('the list is gone through, opened and acted on with the keyboard alone', async ({ page, api, projectId }) => {
  const titles = ['One', 'Two', 'Three', 'Four'];
  const one = await api.createTask(projectId, { title: 'One' });
  const two = await api.createTask(projectId, { title: 'Two' });
  const three = await api.createTask(projectId, { title: 'Three' });
  const four = await api.createTask(projectId, { title: 'Four' });
  const board = new BoardPage(page);
  await board.open(projectId);
  const keys = new Keyboard(page);
  const link = ({ id }: { id: string }) => board.card(id).getByRole('link');
  await keys.press('v');
  await expect(page.getByTestId('task-list')).toBeVisible();
  await keys.press('j');
  await expect(link(one)).toBeFocused();
  await keys.press('ArrowDown');
  await expect(link(two)).toBeFocused();
  await keys.press('k');
  await keys.press('Enter');
  await expect(page.getByTestId('task-panel')).toContainText('One');
  await keys.press('Escape');
  await expect(link(one)).toBeFocused();

  await keys.press('Shift+ArrowDown');
  const order = async () => (await api.board(projectId)).tasks.map(({ title }) => title);
  await expect.poll(order).toEqual(['Two', 'One', 'Three', 'Four']);
  await expect(link(one)).toBeFocused();
  await keys.press('ControlOrMeta+z');
  await expect.poll(order).toEqual(titles);

  await keys.press('x');
  await keys.press('j');
  await keys.press('x');
  const selection = page.getByRole('toolbar', { name: 'Selected cards' });
  await expect(selection).toContainText('2 selected');
  const menu = await keys.openMenu(selection.getByRole('button', { name: 'Priority' }), 'Priority');
  await keys.choose(menu.getByRole('menuitem', { name: 'Urgent' }));
  const priorities = async () => (await api.board(projectId)).tasks.map(({ priority }) => priority);
  await expect.poll(priorities).toEqual(['URGENT', 'URGENT', 'MEDIUM', 'MEDIUM']);

  await keys.press('j');
  await keys.tabTo(link(three), { backwards: true });
  await keys.press('Delete');
  await expect(board.card(three.id)).toHaveCount(0);
  await expect(link(four)).toBeFocused();
  await keys.press('ControlOrMeta+z');
  await expect(board.card(three.id)).toBeVisible();

  await keys.press('k');
  await expect(link(three)).toBeFocused();
  await keys.tabTo(page.getByRole('button', { name: 'Actions of Three' }));
  await keys.press('Enter');
  await keys.choose(page.getByRole('menuitem', { name: 'Archive' }));
  await expect(board.card(three.id)).toHaveCount(0);
  await expect(link(four)).toBeFocused();

  await keys.press('e');
  await expect.poll(async () => (await api.task(four)).status).not.toBe('TODO');
  await expectStatus(api, four, 'AI_REVIEW');
  await expect(link(four)).toBeFocused();
  await keys.press('Shift+ArrowRight');
  await expectStatus(api, four, 'HUMAN_REVIEW');
  await expect(link(four)).toBeFocused();
});

test('a long list draws what is in sight; the heading of what is in sight stays, and hides nothing that has the focus', async ({
  page,
  api,
  projectId,
}) => {
  const done = await api.createTask(projectId, { title: 'Finished' });
  await api.execute(done);
  await expectStatus(api, done, 'AI_REVIEW');
  for (let number = 1; number <= 70; number += 1) await api.createTask(projectId, { title: `Card ${number}` });
  await page.goto(`/projects/${projectId}?layout=list`);
  const list = page.getByTestId('task-list');
  const rows = list.getByTestId(/^card-/);
  const heading = list.getByRole('heading', { name: /^To do/ });
  await expect(rows.first()).toBeVisible();
  expect(await rows.count()).toBeLessThan(50);
  const keys = new Keyboard(page);
  for (let presses = 0; presses < 45; presses += 1) await keys.press('j');
  await expect(list.getByRole('link', { name: 'Card 45', exact: true })).toBeFocused();
  await expect(heading).toBeInViewport();
  for (let presses = 0; presses < 30; presses += 1) await keys.press('k');
  const focused = list.getByRole('link', { name: 'Card 15', exact: true });
  await expect(focused).toBeFocused();
  const [below, above] = [await focused.boundingBox(), await heading.boundingBox()];
  expect(below?.y).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 0));
  for (let presses = 0; presses < 56; presses += 1) await keys.press('j');
  await expect(list.getByRole('link', { name: 'Finished', exact: true })).toBeFocused();
  await expect(list.getByRole('heading', { name: /^AI review/ })).toBeInViewport();
});

test('what is selected and then hidden by a filter is not forgotten', async ({ page, api, projectId }) => {
  const roof = await api.createTask(projectId, { title: 'Mend the roof' });
  await api.createTask(projectId, { title: 'Paint the door' });
  const board = new BoardPage(page);
  await board.open(projectId);
  const keys = new Keyboard(page);
  for (const key of ['j', 'x', 'j', 'x', '/']) await keys.press(key);
  const selection = page.getByRole('toolbar', { name: 'Selected cards' });
  await expect(selection).toContainText('2 selected');
  await keys.type('door');
  await expect(board.card(roof.id)).toHaveCount(0);
  await expect(selection).toContainText('2 selected, 1 hidden by the filter');
  await keys.press('Escape');
  await expect(selection.getByRole('status')).toHaveText('2 selected');
});

test('⇧ and a click on a box of the list selects everything up to there', async ({ page, api, projectId }) => {
  for (const title of ['One', 'Two', 'Three', 'Four']) await api.createTask(projectId, { title });
  await page.goto(`/projects/${projectId}?layout=list`);
  await page.getByRole('checkbox', { name: 'Select One' }).click();
  await page.getByRole('checkbox', { name: 'Select Three' }).click({ modifiers: ['Shift'] });
  await expect(page.getByRole('toolbar', { name: 'Selected cards' })).toContainText('3 selected');
  await expect(page.getByRole('checkbox', { name: 'Select Two' })).toBeChecked();
  await page.getByRole('checkbox', { name: 'Select Two' }).click();
  await expect(page.getByRole('toolbar', { name: 'Selected cards' })).toContainText('2 selected');
});
