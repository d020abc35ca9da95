import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function violations(page: Page): Promise<string[]> {
  // What glides or fades in has the contrast of its end only once it is there.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(rules)
    // Menus and dialogs are drawn over the page, outside of its landmarks.
    .disableRules(['region'])
    .analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no page has a violation of WCAG 2.2 AA (${colorScheme})`, async ({ page, api, projectId }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const task = await api.createTask(projectId, { title: 'Simulate a failure', priority: 'URGENT' });
    await api.createTask(projectId, { title: 'Mend the roof' });
    await api.execute(task);
    const board = new BoardPage(page);
    await board.open(projectId);
    await expect(page.getByTestId('failure')).toBeVisible({ timeout: 60_000 });
    expect(await violations(page)).toEqual([]);

    await page.getByRole('button', { name: 'Filters' }).click();
    await expect(page.getByRole('menu')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+k');
    await expect(page.getByRole('combobox')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('c');
    await expect(page.getByRole('dialog', { name: 'New task' })).toBeVisible();
    expect(await violations(page)).toEqual([]);

    const paths = [
      '/',
      `/projects/${projectId}?layout=list&group=priority`,
      `/projects/${projectId}?task=${task.id}`,
      `/projects/${projectId}/tasks/${task.id}`,
      `/projects/${projectId}/settings`,
      '/inbox',
      '/insights',
      '/settings',
    ];
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole('main')).not.toContainText('Loading');
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
      await expect(board.connection.first()).toHaveAttribute('data-status', 'live');
      expect(await violations(page), path).toEqual([]);
    }
  });
}

test('everything comes from the one origin, and nothing else could', async ({ page, stack, api, projectId }) => {
  const foreign: string[] = [];
  const broken: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && !url.startsWith(stack.url)) foreign.push(url);
  });
  page.on('console', (message) => message.type() === 'error' && broken.push(message.text()));
  page.on('pageerror', (error) => broken.push(error.message));
  await api.createTask(projectId, { title: 'Mend the roof' });
  const board = new BoardPage(page);
  const response = await page.goto(`/projects/${projectId}`);
  const policy = response?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'self'");
  expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'(;|$)/);
  expect(policy).toContain("frame-ancestors 'none'");
  await expect(board.column('TODO')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox')).toBeVisible();
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.setAttribute('src', 'https://example.org/evil.js');
    document.body.append(script);
    const inline = document.createElement('div');
    inline.setAttribute('onclick', 'window.evil = true');
    inline.click();
    return 'evil' in window;
  });
  expect(ran).toBe(false);
  expect(foreign.filter((url) => !url.includes('evil.js'))).toEqual([]);
  expect(broken.filter((text) => !/Content Security Policy|evil\.js/.test(text))).toEqual([]);
});
