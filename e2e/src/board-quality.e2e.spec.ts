import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { untilStill } from './accessibility.ts';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function violations(page: Page): Promise<string[]> {
  await untilStill(page);
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(rules)
    // Menus and dialogs are drawn over the page, outside of its landmarks.
    .disableRules(['region'])
    .analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no page has a violation of WCAG 2.2 AA (${colorScheme})`, async ({ page, stack, api, projectId }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const task = await api.createTask(projectId, { title: 'Simulate a failure', priority: 'URGENT' });
    await api.createTask(projectId, { title: 'Mend the roof' });
    const away = await api.createTask(projectId, { title: 'Put away' });
    await fetch(`${stack.url}/api/projects/${projectId}/tasks/${away.id}/archive`, { method: 'POST' });
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
      `/projects/${projectId}?archived=true`,
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

/** How far things jumped without being asked to, in all: what the Web Vitals call CLS counts the worst five seconds only. */
async function layoutShift(page: Page): Promise<number> {
  return page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 3_000 }));
    return new Promise<number>((resolve) => {
      let sum = 0;
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          if (!Reflect.get(entry, 'hadRecentInput')) sum += Number(Reflect.get(entry, 'value'));
      });
      observer.observe({ type: 'layout-shift', buffered: true });
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
    });
  });
}

for (const width of [1440, 412]) {
  test(`no page jumps while it loads (${width} px)`, async ({ page, api, projectId }) => {
    await page.setViewportSize({ width, height: 900 });
    const task = await api.createTask(projectId, { title: 'Add a README file', priority: 'URGENT' });
    for (let other = 0; other < 12; other++) await api.createTask(projectId, { title: `Mend the roof ${other}` });
    await api.execute(task);
    await expect.poll(async () => (await api.task(task)).status, { timeout: 60_000 }).toBe('AI_REVIEW');
    const board = new BoardPage(page);
    const paths = [
      '/',
      `/projects/${projectId}`,
      `/projects/${projectId}?layout=list&group=priority`,
      `/projects/${projectId}?text=roof`,
      `/projects/${projectId}?task=${task.id}`,
      `/projects/${projectId}/tasks/${task.id}`,
      `/projects/${projectId}/settings`,
      '/inbox',
      '/insights',
      '/settings',
    ];
    const shifts: Record<string, number> = {};
    for (const path of paths) {
      await page.goto(path);
      // A phone's task covers the board, and with it the page's own heading.
      const level = width < 768 && path.includes('task=') ? 2 : 1;
      await expect(page.getByRole('heading', { level }).first()).toBeVisible();
      await expect(board.connection.first()).toHaveAttribute('data-status', 'live');
      await expect(page.getByRole('main')).not.toContainText('Loading');
      shifts[path] = await layoutShift(page);
    }
    expect(Object.entries(shifts).filter(([, shift]) => shift >= 0.1)).toEqual([]);
  });
}

test('everything comes from the one origin, and nothing else could', async ({ page, stack, api, projectId }) => {
  const foreign: string[] = [];
  const broken: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && !url.startsWith(stack.url)) foreign.push(url);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') broken.push(`${message.text()} (${message.location().url})`);
  });
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
