import type { BoardView, TaskView } from '@podium/board';
import type { QueryClient } from '@tanstack/react-query';
import type { Answer } from '../api/client.ts';
import { messageOf } from '../api/problem.ts';
import * as api from '../api/requests.ts';
import type { NewTask, TaskEdit, TaskMove } from '../api/types.ts';
import type { Live } from '../live/live.ts';
import { Store } from '../store.ts';
import { announce } from '../ui/announcer.ts';
import { notify } from '../ui/toasts.ts';
import { isSettled, type Intent, type IntentChange } from './intents.ts';
import { statusLabels } from './statuses.ts';

type Send = () => Promise<Answer<{ position?: number }>>;

/** After this long without the fact that confirms a write, the board is fetched instead of waited for. */
const confirmationMs = 1_500;

/** Everything that a person can do on one project's board: shown at once, sent, then confirmed by the log or rolled back. */
export class BoardActions {
  readonly intents = new Store<readonly Intent[]>([]);
  #lastId = 0;

  constructor(
    private readonly projectId: string,
    private readonly client: QueryClient,
    private readonly live: Live,
  ) {}

  /** Throws a ProblemError, which the dialog shows at its fields. */
  async create(task: NewTask): Promise<void> {
    const { value, position } = await api.createTask(this.projectId, task);
    announce(`Created ${task.title}`);
    this.live.raiseFloor(position);
    if (value) this.#confirm(this.#add({ kind: 'create', task: value }), position || value.position);
  }

  /** Throws a ProblemError, which the editor shows beside the text: nothing that was typed gets lost. */
  async edit(taskId: string, edit: TaskEdit): Promise<void> {
    await this.#run({ kind: 'edit', taskId, edit }, () => api.editTask(this.projectId, taskId, edit));
  }

  move(task: TaskView, move: TaskMove): Promise<boolean> {
    const change: IntentChange = {
      kind: 'move',
      taskId: task.id,
      status: move.status,
      ...(move.position === undefined ? {} : { index: move.position }),
    };
    return this.#tell(
      change,
      () => api.moveTask(this.projectId, task.id, move),
      `“${task.title}” was not moved`,
      `Moved ${task.title} to ${statusLabels[move.status]}`,
    );
  }

  execute(task: TaskView): Promise<boolean> {
    return this.#tell(
      { kind: 'execute', taskId: task.id },
      () => api.executeTask(this.projectId, task.id),
      `“${task.title}” was not started`,
      `Started ${task.title}`,
    );
  }

  stop(task: TaskView): Promise<boolean> {
    return this.#tell(
      { kind: 'stop', taskId: task.id },
      () => api.stopTask(this.projectId, task.id),
      `“${task.title}” was not stopped`,
      `Stopping ${task.title}`,
    );
  }

  delete(task: TaskView): Promise<boolean> {
    return this.#tell(
      { kind: 'delete', taskId: task.id },
      () => api.deleteTask(this.projectId, task.id),
      `“${task.title}” was not deleted`,
      `Deleted ${task.title}`,
    );
  }

  /** Drops what the board contains by now. */
  settle(board: BoardView): void {
    this.intents.update((intents) => {
      const open = intents.filter((intent) => !isSettled(intent, board));
      return open.length === intents.length ? intents : open;
    });
  }

  async #tell(change: IntentChange, send: Send, refusal: string, success: string): Promise<boolean> {
    try {
      announce(success);
      await this.#run(change, send);
      return true;
    } catch (error) {
      notify({ tone: 'error', title: refusal, detail: messageOf(error) });
      return false;
    }
  }

  async #run(change: IntentChange, send: Send): Promise<void> {
    const id = this.#add(change);
    try {
      const answer = await send();
      this.#confirm(id, answer.position || answer.value?.position || 0);
    } catch (error) {
      this.#remove(id);
      // No fact tells of a refusal, but the story does.
      if (change.kind !== 'create') void this.client.invalidateQueries({ queryKey: ['story', change.taskId] });
      throw error;
    }
  }

  #add(change: IntentChange): number {
    this.#lastId += 1;
    const intent: Intent = { id: this.#lastId, change, position: null };
    this.intents.update((intents) => [...intents, intent]);
    return intent.id;
  }

  #remove(id: number): void {
    this.intents.update((intents) => intents.filter((intent) => intent.id !== id));
  }

  /** The answer's position makes the intent settle with its fact; where that does not come, the board is fetched. */
  #confirm(id: number, position: number): void {
    this.live.raiseFloor(position);
    this.intents.update((intents) => intents.map((intent) => (intent.id === id ? { ...intent, position } : intent)));
    setTimeout(() => void this.#fetchUnlessSettled(id, position), confirmationMs);
  }

  async #fetchUnlessSettled(id: number, position: number): Promise<void> {
    if (!this.intents.get().some((intent) => intent.id === id)) return;
    const board = this.client.getQueryData<BoardView | null>(['board', this.projectId]);
    if (board && board.position < position)
      await this.client.invalidateQueries({ queryKey: ['board', this.projectId] });
    this.#remove(id);
  }
}
