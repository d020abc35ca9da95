import { expect } from '@playwright/test';
import type { BoardView } from '@podium/board';
import type { PodiumStack } from '@podium/stack-driver';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';
import { expectOutput, expectStatus, readOutcome } from './outcome.ts';

const title = 'Slowly for 10 seconds: add a README file';

/** The ways in which a running stack ends, and how it comes back. */
const endings: Record<string, (stack: PodiumStack) => Promise<void>> = {
  SIGTERM: (stack) => stack.stop(),
  'the terminal was closed': (stack) => stack.closeTerminal(),
  'SIGKILL of every process': (stack) => stack.killEverything(),
};

for (const [name, end] of Object.entries(endings)) {
  test(`after ${name} in the middle of a run nothing is stuck and nothing is lost`, async ({
    page,
    stack,
    api,
    projectId,
  }) => {
    const running = await api.createTask(projectId, { title });
    const waiting = await api.createTask(projectId, { title: 'Waits for its turn' });
    await api.execute(running);
    await expectOutput(api, running);
    const board = new BoardPage(page);
    await board.open(projectId);

    await end(stack);
    await stack.launch();

    await expectStatus(api, running, 'AI_REVIEW');
    const outcome = await readOutcome(stack, api, running);
    expect(outcome).toMatchObject({ activeSession: null, readme: expect.stringContaining(title) });
    expect(outcome.sessions.map(({ status }) => status)).toEqual(['completed']);
    expect(outcome.output).toEqual({ inOrderWithoutGap: true, lastType: 'done' });
    expect((await api.task(waiting)).status).toBe('TODO');
    // The page was open all the time and was never reloaded.
    await expect(board.card(running.id)).toHaveAttribute('data-status', 'AI_REVIEW');
  });
}

test('a board is the same after a restart', async ({ stack, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Add a README file' });
  await api.execute(task);
  await expectStatus(api, task, 'AI_REVIEW');
  const before = withoutPod(await api.board(projectId));
  await stack.stop();
  await stack.launch();
  expect(withoutPod(await api.board(projectId))).toEqual(before);
});

/** A restart stops the pods, which is a fact of its own. */
function withoutPod({ project, tasks, sessions }: BoardView): Omit<BoardView, 'pod' | 'position'> {
  return { project, tasks, sessions };
}
