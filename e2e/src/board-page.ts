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
    await this.page
      .getByRole('button', { name: /new project|create.*project/i })
      .first()
      .click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel(/name/i).first().fill(name);
    await dialog.getByRole('button', { name: /^create/i }).click();
    await this.page.waitForURL(/\/projects\/[a-z0-9-]+/);
    return /\/projects\/([a-z0-9-]+)/.exec(this.page.url())?.[1] ?? '';
  }

  async expectPodReady(): Promise<void> {
    await expect(this.page.getByTestId('pod-state').first()).toHaveText(/ready/i, { timeout: 90_000 });
  }

  async createTask(title: string): Promise<Locator> {
    await this.page
      .getByRole('button', { name: /new task|add task|create task/i })
      .first()
      .click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel(/title/i).fill(title);
    await dialog.getByRole('button', { name: /^(create|add)/i }).click();
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

  async execute(card: Locator): Promise<void> {
    await card.getByRole('button', { name: /execute/i }).click();
  }

  /** Opens the task's panel, where its output and its history are. */
  async openTask(card: Locator, title: string): Promise<void> {
    await card.getByText(title, { exact: true }).click();
    await expect(this.output).toBeVisible();
  }

  async stop(): Promise<void> {
    await this.page.getByRole('button', { name: /^stop/i }).first().click();
  }

  async openHistory(): Promise<Locator> {
    const tab = this.page.getByRole('tab', { name: /history|story|sessions/i });
    if ((await tab.count()) > 0) await tab.first().click();
    return this.page.getByTestId(/^session-/);
  }
}

/** `task id` of a card. */
export async function taskIdOf(card: Locator): Promise<string> {
  return ((await card.getAttribute('data-testid')) ?? '').replace(/^card-/, '');
}
