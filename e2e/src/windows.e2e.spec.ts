import { expect } from '@playwright/test';
import { PodiumApi, PodiumStack } from '@podium/stack-driver';
import { freePort } from '@podium/testing';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';

const startMilliseconds = 330_000;
const words = 'Too many windows of Podium are open for you';

test('a window that is too many says so, shows the board, and becomes live once another is closed', async ({
  browser,
}) => {
  test.setTimeout(startMilliseconds);
  const stack = await PodiumStack.start({ port: await freePort(), env: { PODIUM_CONNECTIONS_PER_PERSON: '2' } });
  try {
    const api = new PodiumApi(stack.url);
    const { id: projectId } = await api.createProject({ name: 'Many windows' });
    const task = await api.createTask(projectId, { title: 'There all the same' });
    const context = await browser.newContext({ baseURL: stack.url });
    const openBoard = async (state: string): Promise<BoardPage> => {
      const board = new BoardPage(await context.newPage());
      await board.open(projectId);
      await expect(board.connection.first()).toHaveAttribute('data-status', state);
      return board;
    };
    const first = await openBoard('live');
    await openBoard('live');
    const third = await openBoard('crowded');
    await expect(third.page.getByText(words)).toBeVisible();
    await expect(third.card(task.id)).toBeVisible();
    await first.page.close();
    await expect(third.connection.first()).toHaveAttribute('data-status', 'live', { timeout: 60_000 });
    await expect(third.page.getByText(words)).toBeHidden();
    await context.close();
  } finally {
    await stack.dispose();
  }
});
