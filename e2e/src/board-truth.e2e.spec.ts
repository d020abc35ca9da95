import { expect, type Locator, type Page } from '@playwright/test';
import type { PodiumApi } from '@podium/stack-driver';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';

async function createByKey(page: Page, title: string): Promise<void> {
  await page.keyboard.press('c');
  await page.getByRole('dialog', { name: 'New task' }).getByLabel('Title').fill(title);
  await page.keyboard.press('ControlOrMeta+Enter');
}

async function fillColumn(api: PodiumApi, projectId: string, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, at) => api.createTask(projectId, { title: `Card ${at}` })));
}

test('a new card is scrolled to, pointed at and given the focus; one that is filtered out is told of', async ({
  page,
  api,
  projectId,
}) => {
  await fillColumn(api, projectId, 40);
  const board = new BoardPage(page);
  await board.open(projectId);
  await expect(page.getByTestId('count-TODO')).toContainText('40');
  await createByKey(page, 'The newest');
  const newest = board.cardTitled('The newest');
  await expect(newest).toBeInViewport({ ratio: 1 });
  await expect(newest).toHaveAttribute('data-fresh', 'true');
  await expect(newest.getByRole('link')).toBeFocused();
  await expect(newest).not.toHaveAttribute('data-fresh');

  await page.getByRole('searchbox', { name: 'Filter cards' }).fill('Card 1');
  await expect(newest).toHaveCount(0);
  await page.getByRole('searchbox', { name: 'Filter cards' }).press('Enter');
  await createByKey(page, 'Out of sight');
  await expect(page.getByText('“Out of sight” is created').first()).toBeVisible();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(board.cardTitled('Out of sight')).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('searchbox', { name: 'Filter cards' })).toHaveValue('');
});

/** What of a card is cut off or covered. */
function hiddenParts(card: Locator): Promise<string[]> {
  return card.evaluate((element) => {
    const box = element.getBoundingClientRect();
    return [...element.querySelectorAll('svg, [role=img], button')]
      .filter((part) => !part.closest('[aria-haspopup=menu]'))
      .filter((part) => {
        const { left, right, top, bottom, width } = part.getBoundingClientRect();
        const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        const isOutside = left < box.left || right > box.right || top < box.top || bottom > box.bottom;
        return width === 0 || isOutside || !at || !element.contains(at);
      })
      .map((part) => part.outerHTML);
  });
}

for (const width of [1440, 412]) {
  test(`a card with everything on it cuts nothing off (${width} px)`, async ({ page, api, projectId }) => {
    const waitedFor = await api.createTask(projectId, { title: 'Waited for' });
    const task = await api.createTask(projectId, { title: 'A card that has everything there is', priority: 'URGENT' });
    const address = `/api/projects/${projectId}/tasks/${task.id}`;
    const data = {
      labels: ['performance', 'accessibility', 'backend', 'ui'],
      due_on: '2031-12-24',
      assignee: 'user:local',
      checklist: Array.from({ length: 12 }, (_, at) => ({ id: `item-${at}`, text: `Step ${at}`, done: at > 1 })),
    };
    for (const answer of [
      await page.request.patch(address, { data }),
      await page.request.post(`${address}/dependencies`, { data: { task_id: waitedFor.id } }),
      await page.request.post(`${address}/comments`, { data: { text: 'Said' } }),
    ]) {
      expect(answer.ok()).toBe(true);
    }
    const file = await page.request.post(`/api/projects/${projectId}/attachments?name=a.txt`, {
      headers: { 'Content-Type': 'text/plain' },
      data: 'text',
    });
    const { id } = (await file.json()) as { id: string };
    await page.request.post(`${address}/attachments`, { data: { attachment_id: id } });

    await page.setViewportSize({ width, height: 900 });
    const board = new BoardPage(page);
    await board.open(projectId);
    const card = board.card(task.id);
    for (const words of ['Waits for 1', '10 of 12 steps done', '1 comment', '1 file', '+2'])
      await expect(card).toContainText(words);
    await expect(card.getByRole('img', { name: /^Assigned to/ })).toBeVisible();
    expect(await hiddenParts(card)).toEqual([]);
  });
}

test('what is queued is cancelled, what runs is stopped', async ({ page, api, projectId }) => {
  await api.editProject(projectId, { max_concurrent_sessions: 1 });
  const running = await api.createTask(projectId, { title: 'Slow: runs' });
  const queued = await api.createTask(projectId, { title: 'Slow: waits' });
  await api.execute(running);
  await api.execute(queued);
  const board = new BoardPage(page);
  await board.open(projectId);
  await expect(board.card(running.id).getByRole('button', { name: 'Stop Slow: runs' })).toBeVisible();
  await board.card(queued.id).getByRole('button', { name: 'Cancel Slow: waits' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Cancelled Slow: waits' })).toBeAttached();
  await expect(board.card(queued.id)).toHaveAttribute('data-status', 'TODO');
  await api.stop(running);
});

for (const { keys, userAgent, named } of [
  {
    keys: '⌘',
    userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0',
    named: 'Mac',
  },
  { keys: 'Ctrl', userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0', named: 'Linux' },
]) {
  test.describe(`keys on ${named}`, () => {
    test.use({ userAgent });

    test(`are called ${keys}`, async ({ page, projectId }) => {
      const mismatches: string[] = [];
      // Of the production build, React's error 418: what the server rendered is not what the browser did.
      page.on('pageerror', ({ message }) => {
        if (/hydrat|#418/i.test(message)) mismatches.push(message);
      });
      await new BoardPage(page).open(projectId);
      await page.keyboard.press('?');
      const sheet = page.getByRole('dialog', { name: 'Keyboard' });
      await expect(
        sheet
          .locator('kbd')
          .filter({ hasText: /^(⌘|Ctrl)$/ })
          .first(),
      ).toHaveText(keys);
      await expect(sheet).not.toContainText(keys === '⌘' ? 'Ctrl' : '⌘');
      await page.keyboard.press('Escape');
      await page.keyboard.press('c');
      await expect(page.getByRole('dialog', { name: 'New task' }).locator('kbd')).toHaveText(
        keys === '⌘' ? ['⌘↵', '⌘⇧↵'] : ['Ctrl+↵', 'Ctrl+Shift+↵'],
      );
      expect(mismatches).toEqual([]);
    });
  });
}
