import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';

interface Project {
  templates: { id: string; name: string; title: string }[];
}

async function templatesOf(page: Page, projectId: string): Promise<Project['templates']> {
  const answer = await page.request.get(`/api/projects/${projectId}`);
  return ((await answer.json()) as Project).templates;
}

const namesOf = async (page: Page, projectId: string): Promise<string[]> =>
  (await templatesOf(page, projectId)).map(({ name }) => name).sort();

async function saveAsTemplate(page: Page, task: { project_id: string; id: string }, name: string): Promise<void> {
  const { keyboard } = page;
  await page.goto(`/projects/${task.project_id}/tasks/${task.id}`);
  await page.getByRole('button', { name: 'More' }).focus();
  await keyboard.press('Enter');
  await page.getByRole('menuitem', { name: /template/ }).focus();
  await keyboard.press('Enter');
  const field = page.getByRole('dialog').getByLabel('Name');
  await expect(field).toBeFocused();
  await keyboard.press('ControlOrMeta+a');
  await keyboard.insertText(name);
  await keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

test('templates with names in any script are kept apart, and one takes the place of its namesake only', async ({
  page,
  api,
  projectId,
}) => {
  for (const name of ['変更履歴', 'Ошибка', '🦄', 'Bug', 'bug!']) {
    await saveAsTemplate(page, await api.createTask(projectId, { title: `Of ${name}` }), name);
  }
  const kept = await templatesOf(page, projectId);
  expect(new Set(kept.map(({ id }) => id)).size).toBe(5);
  expect(Object.fromEntries(kept.map(({ name, title }) => [name, title]))).toEqual({
    変更履歴: 'Of 変更履歴',
    Ошибка: 'Of Ошибка',
    '🦄': 'Of 🦄',
    Bug: 'Of Bug',
    'bug!': 'Of bug!',
  });
  await saveAsTemplate(page, await api.createTask(projectId, { title: 'Newer' }), 'Ошибка');
  await expect
    .poll(async () => (await templatesOf(page, projectId)).find(({ name }) => name === 'Ошибка')?.title)
    .toBe('Newer');
  expect(await templatesOf(page, projectId)).toHaveLength(5);
  // What was replaced comes back.
  await page.keyboard.press('ControlOrMeta+z');
  await expect
    .poll(async () => (await templatesOf(page, projectId)).find(({ name }) => name === 'Ошибка')?.title)
    .toBe('Of Ошибка');
});

test('a template is saved, used, renamed and deleted with the keyboard alone, and each is undone', async ({
  page,
  api,
  projectId,
}) => {
  const { keyboard } = page;
  const task = await api.createTask(projectId, { title: 'Release it', description: 'Tag and push' });
  await saveAsTemplate(page, task, 'Release');
  await expect.poll(() => namesOf(page, projectId)).toEqual(['Release']);
  await keyboard.press('ControlOrMeta+z');
  await expect.poll(() => namesOf(page, projectId)).toEqual([]);
  await saveAsTemplate(page, task, 'Release');

  const board = new BoardPage(page);
  await board.open(projectId);
  await keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'New task' });
  await expect(dialog.getByLabel('Title')).toBeFocused();
  await keyboard.press('Shift+Tab');
  await expect(dialog.getByRole('button', { name: 'Release' })).toBeFocused();
  await keyboard.press('Enter');
  await expect(dialog.getByLabel('Description')).toHaveValue('Tag and push');
  await keyboard.press('Tab');
  await keyboard.press('ControlOrMeta+Enter');
  await expect(board.cardTitled('Release it')).toHaveCount(2);
  await keyboard.press('ControlOrMeta+z');
  await expect(board.cardTitled('Release it')).toHaveCount(1);

  await page.goto(`/projects/${projectId}/settings`);
  const section = page.getByRole('region', { name: 'Templates' });
  await section.getByRole('button', { name: 'Rename the template Release' }).focus();
  await keyboard.press('Enter');
  await expect(section.getByLabel('Name of the template')).toBeFocused();
  await keyboard.type(' of a version');
  await expectAccessible(page);
  await keyboard.press('Enter');
  await expect.poll(() => namesOf(page, projectId)).toEqual(['Release of a version']);
  await expect(section.locator(':focus')).toBeVisible();
  await keyboard.press('ControlOrMeta+z');
  await expect.poll(() => namesOf(page, projectId)).toEqual(['Release']);

  await section.getByRole('button', { name: 'Delete the template Release' }).focus();
  await keyboard.press('Enter');
  await expect.poll(() => namesOf(page, projectId)).toEqual([]);
  await keyboard.press('ControlOrMeta+z');
  await expect.poll(() => namesOf(page, projectId)).toEqual(['Release']);
});

test('a template does not take another one’s name', async ({ page, projectId }) => {
  for (const [id, name] of [
    ['a', 'Bug'],
    ['b', 'Idea'],
  ] as const) {
    const data = { name, title: name, description: '', priority: 'MEDIUM', labels: [] };
    expect((await page.request.put(`/api/projects/${projectId}/templates/${id}`, { data })).ok()).toBe(true);
  }
  await page.goto(`/projects/${projectId}/settings`);
  const section = page.getByRole('region', { name: 'Templates' });
  await section.getByRole('button', { name: 'Rename the template Idea' }).click();
  const field = section.getByLabel('Name of the template');
  await field.fill('Bug');
  await field.press('Enter');
  await expect(section.getByRole('alert')).toHaveText('Another template is called “Bug” already.');
  await expect(field).toHaveValue('Bug');
  await field.fill('x'.repeat(101));
  await field.press('Enter');
  await expect(section.getByRole('alert')).toHaveText('A name may have 100 characters; this one has 101.');
  await expect(field).toHaveValue('x'.repeat(101));
  await field.press('Escape');
  expect(await namesOf(page, projectId)).toEqual(['Bug', 'Idea']);
});
