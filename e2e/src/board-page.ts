import { expect, type Locator, type Page } from '@playwright/test';
import type { TaskStatusName } from '@podium/board';

/** The screens as a person meets them: by role, name and label; test ids only where a card or a column has to be told from its like. */
export class BoardPage {
  readonly page: Page;
  readonly output: Locator;
  readonly connection: Locator;

  constructor(page: Page) {
    this.page = page;
    this.output = page.getByTestId('output');
    this.connection = page.getByTestId('connection');
  }

  async open(projectId: string): Promise<void> {
    await this.page.goto(`/projects/${projectId}`);
    await expect(this.column('TODO')).toBeVisible();
  }

  /** From the grid of projects; ends on the new project's board and gives its id. */
  async createProject(name: string): Promise<string> {
    await this.page.goto('/');
    await this.page.getByRole('button', { name: 'New project' }).first().click();
    const dialog = this.page.getByRole('dialog', { name: 'New project' });
    await dialog.getByRole('radio', { name: /Start empty/ }).click();
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('button', { name: 'Create project' }).click();
    await this.page.waitForURL(/\/projects\/[a-z0-9-]+/);
    return /\/projects\/([a-z0-9-]+)/.exec(this.page.url())?.[1] ?? '';
  }

  async expectPodReady(): Promise<void> {
    await expect(this.page.getByTestId('pod-state').first()).toHaveAttribute('data-status', 'ready', {
      timeout: 90_000,
    });
  }

  async createTask(title: string): Promise<Locator> {
    await this.page.getByRole('button', { name: 'New task' }).first().click();
    const dialog = this.page.getByRole('dialog', { name: 'New task' });
    await dialog.getByLabel('Title').fill(title);
    await dialog.getByRole('button', { name: 'Create task' }).click();
    const card = this.cardTitled(title);
    await expect(card).toHaveAttribute('data-status', 'TODO');
    return card;
  }

  column(status: TaskStatusName): Locator {
    return this.page.getByTestId(`column-${status}`);
  }

  card(taskId: string): Locator {
    return this.page.getByTestId(`card-${taskId}`);
  }

  cardTitled(title: string): Locator {
    return this.page.getByTestId(/^card-/).filter({ hasText: title });
  }

  /** What the page says of something that was done, for some seconds. */
  notice(done: string): Locator {
    return this.page.locator('li').filter({ hasText: done });
  }

  /** Takes back what a notice says was done: notices of what was done before it may be there, too. */
  async undo(done: string): Promise<void> {
    await this.notice(done).getByRole('button', { name: 'Undo' }).click();
  }

  executeButton(card: Locator): Locator {
    return card.getByRole('button', { name: /^Execute/ });
  }

  /** Opens the task's panel, where its output and its history are. */
  async openTask(card: Locator): Promise<void> {
    await card.getByRole('link').click();
    await expect(this.page.getByTestId('task-status')).toBeVisible();
  }

  /** In the open panel. */
  async stop(): Promise<void> {
    await this.page.getByRole('button', { name: 'Stop', exact: true }).first().click();
  }

  /** Of the task in the open panel: its executions, newest first. */
  async openHistory(): Promise<Locator> {
    await this.page.getByRole('tab', { name: 'History' }).click();
    return this.page.getByRole('list', { name: 'Executions' }).getByTestId(/^session-/);
  }
}

/** Of a card of the board. */
export async function taskIdOf(card: Locator): Promise<string> {
  return ((await card.getAttribute('data-testid')) ?? '').replace(/^card-/, '');
}
