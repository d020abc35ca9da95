import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import type { PodiumStack, TaskRef } from '@podium/stack-driver';

/** The page of a task, at its details. */
export async function openDetails(page: Page, task: TaskRef): Promise<void> {
  await page.goto(`/projects/${task.project_id}/tasks/${task.id}`);
  await page.getByRole('tab', { name: 'Details' }).click();
}

/** The same in another browser; whoever opens it closes its context. */
export async function openDetailsElsewhere(
  browser: Browser,
  stack: PodiumStack,
  task: TaskRef,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ baseURL: stack.url, ...options });
  const page = await context.newPage();
  await openDetails(page, task);
  return page;
}
