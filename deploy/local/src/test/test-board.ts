import type { BoardView, TaskView, UndoView } from '@podium/board';
import type { Door } from './door.ts';

/** A task as an answer to a change has it. */
export type ChangedTask = TaskView & { undo: UndoView | null };

/** One project's board, used through the API. */
export class TestBoard {
  /** Path of the project, from `/api` on. */
  readonly project: string;
  readonly #door: Door;

  private constructor(door: Door, project: string) {
    this.#door = door;
    this.project = project;
  }

  static async create(door: Door): Promise<TestBoard> {
    return new TestBoard(
      door,
      `/api/projects/${String((await door.ok('POST', '/api/projects', { name: 'Board' }))['id'])}`,
    );
  }

  async newTask(body: Record<string, unknown> = { title: 'A task' }): Promise<ChangedTask> {
    return (await this.#door.ok('POST', `${this.project}/tasks`, body)) as unknown as ChangedTask;
  }

  /** @param path below the project's tasks */
  async send(method: string, path: string, body?: unknown): Promise<ChangedTask> {
    return (await this.#door.ok(method, `${this.project}/tasks/${path}`, body)) as unknown as ChangedTask;
  }

  /** Sends the way back that an answer had. */
  async undo({ undo }: { undo?: unknown }): Promise<ChangedTask> {
    if (!undo) throw new Error('There is nothing to undo');
    const { method, path, body } = undo as UndoView;
    return (await this.#door.ok(method, path, body)) as unknown as ChangedTask;
  }

  async view(): Promise<BoardView> {
    return (await this.#door.ok('GET', `${this.project}/board`)) as unknown as BoardView;
  }

  async titles(status = 'TODO'): Promise<string[]> {
    return (await this.view()).tasks.filter((task) => task.status === status).map(({ title }) => title);
  }
}

/** What a change and its undoing leave the same. */
export function withoutPlace({ undo: _, version: __, position: ___, updated_at: ____, ...task }: ChangedTask): object {
  return task;
}
