import type { BoardView, TaskPriorityName, TaskStatusName, TaskView } from '@podium/board';
import type { QueryClient } from '@tanstack/react-query';
import type * as bulk from '../api/bulk-requests.ts';
import * as queue from '../api/queue-requests.ts';
import * as api from '../api/requests.ts';
import { actOnTask } from '../api/task-requests.ts';
import type { NewTask, ShownEdit, TaskEdit, UndoStep } from '../api/types.ts';
import type { Live } from '../live/live.ts';
import { Store } from '../store.ts';
import { announce } from '../ui/announcer.ts';
import { preferences } from '../ui/preferences.ts';
import { waitsInQueue } from '../ui/session-words.ts';
import { notifyRefusal } from '../ui/refusal.ts';
import { undoable } from '../ui/undo.ts';
import { actOnMany } from './bulk-actions.ts';
import { changeWords } from './change-words.ts';
import type { IntentChange, MovePlace } from './intents.ts';
import { PendingWrites, type Send, type Written } from './pending-writes.ts';
import { statusLabels } from './statuses.ts';

interface Told {
  /** What is said where it is refused. */
  refusal: string;
  /** What is announced at once, in the past tense; the name of its undo, too. */
  success: string;
  /** Also by a button, where nothing is left to see of what was done. */
  offersUndo?: boolean;
}

/** Everything that a person can do on one project's board: shown at once, sent, then confirmed by the log or rolled back. */
export class BoardActions {
  /** The card that was made here last, until somebody has shown where it is, and whether it wants the focus. */
  readonly created = new Store<{ taskId: string; focus: boolean } | null>(null);
  readonly #writes: PendingWrites;

  constructor(
    private readonly projectId: string,
    private readonly client: QueryClient,
    live: Live,
  ) {
    this.#writes = new PendingWrites(projectId, client, live);
  }

  get intents(): PendingWrites['intents'] {
    return this.#writes.intents;
  }

  /**
   * Into To do, where every card begins, and on from there where another column is wanted. Throws a ProblemError, which
   * the dialog shows at its fields.
   *
   * @returns the card; null where it is not known yet
   */
  async create(task: NewTask, status: TaskStatusName = 'TODO'): Promise<TaskView | null> {
    const { value, position } = await api.createTask(this.projectId, task);
    announce(`Created ${task.title}`);
    this.#writes.raiseFloor(position);
    if (!value) return null;
    this.#writes.show({ kind: 'create', task: value }, position || value.position);
    this.#undoable(`Created “${task.title}”`, () => api.deleteTask(this.projectId, value.id), true);
    if (status !== 'TODO') void this.move(value, status);
    this.created.set({ taskId: value.id, focus: true });
    return value;
  }

  /** Throws a ProblemError, which the editor shows beside the text: nothing that was typed gets lost. */
  async edit(taskId: string, edit: TaskEdit): Promise<void> {
    await this.change(taskId, edit, () => api.editTask(this.projectId, taskId, edit));
  }

  /**
   * A change of a card by a request of its own: `edit` is shown at once, and can be undone where the answer says how.
   * Throws a ProblemError.
   *
   * @param told what was done, in the past tense, where that is said and its undo offered
   */
  async change(taskId: string, edit: ShownEdit, send: Send, told?: string): Promise<void> {
    const answer = await this.#writes.run({ kind: 'edit', taskId, edit }, send);
    this.#keepStep(answer, told ?? `Changed ${changeWords(edit)}`, told === undefined);
  }

  /** Behind another card of the column; to its end without a place. @param where the place in words, for who can't see it */
  async move(task: TaskView, status: TaskStatusName, place?: MovePlace, where?: string): Promise<boolean> {
    const change: IntentChange = { kind: 'move', taskIds: [task.id], status, ...(place ? { place } : {}) };
    const send = () => api.moveTask(this.projectId, task.id, { status, ...(place ? { after_id: place.afterId } : {}) });
    const words = { refusal: `“${task.title}” was not moved`, success: movedWords(task, status) };
    const said = where ? `${words.success}, ${where}` : words.success;
    const answer = await this.#tell(change, send, { ...words, success: said });
    if (answer) this.#keepStep(answer, words.success);
    return answer !== null;
  }

  async execute(task: TaskView): Promise<boolean> {
    const words = { refusal: `“${task.title}” was not started`, success: `Handed ${task.title} to the queue` };
    const send = async () => api.executeTask(this.projectId, task.id, await this.#preferredModel());
    return did(await this.#tell({ kind: 'execute', taskId: task.id }, send, words));
  }

  async #preferredModel() {
    const { model } = preferences.get();
    if (!model) return undefined;
    const { preferredModelOf } = await import('../sessions/preferred-model.ts');
    return preferredModelOf(this.client, this.projectId, model);
  }

  /** Stops its agent, or takes it out of the queue where none has begun. */
  async stop(task: TaskView): Promise<boolean> {
    const board = this.client.getQueryData<BoardView | null>(['board', this.projectId]);
    const session = board?.sessions.find(({ id }) => id === task.active_session_id);
    const words = waitsInQueue(session)
      ? { refusal: `“${task.title}” was not taken out of the queue`, success: `Cancelled ${task.title}` }
      : { refusal: `“${task.title}” was not stopped`, success: `Stopping ${task.title}` };
    return did(await this.#tell({ kind: 'stop', taskId: task.id }, () => api.stopTask(this.projectId, task.id), words));
  }

  /** Can be taken back, so nobody is asked first. */
  async delete(task: TaskView): Promise<boolean> {
    const words = { refusal: `“${task.title}” was not deleted`, success: `Deleted “${task.title}”`, offersUndo: true };
    const send = () => api.deleteTask(this.projectId, task.id);
    const answer = await this.#tell({ kind: 'remove', taskIds: [task.id] }, send, words);
    if (answer) this.#undoable(words.success, () => actOnTask(task, 'restore'));
    return answer !== null;
  }

  async archive(task: TaskView): Promise<boolean> {
    const words = {
      refusal: `“${task.title}” was not archived`,
      success: `Archived “${task.title}”`,
      offersUndo: true,
    };
    const send = () => actOnTask(task, 'archive');
    const answer = await this.#tell({ kind: 'remove', taskIds: [task.id] }, send, words);
    if (answer) this.#undoable(words.success, () => actOnTask(task, 'unarchive'));
    return answer !== null;
  }

  /** Takes an archived card back to where it was. */
  async unarchive(task: TaskView): Promise<boolean> {
    const words = {
      refusal: `“${task.title}” was not brought back`,
      success: `Brought back “${task.title}”`,
      offersUndo: true,
    };
    const send = () => actOnTask(task, 'unarchive');
    const answer = await this.#tell({ kind: 'remove', taskIds: [task.id] }, send, words);
    if (answer) this.#undoable(words.success, () => actOnTask(task, 'archive'));
    return answer !== null;
  }

  async duplicate(task: TaskView): Promise<void> {
    const send = async () => {
      const answer = await actOnTask(task, 'duplicate');
      if (answer.value) this.created.set({ taskId: answer.value.id, focus: false });
      return answer;
    };
    await this.perform(send, {
      refusal: `“${task.title}” was not duplicated`,
      success: `Duplicated “${task.title}”`,
    });
  }

  setPriority(task: TaskView, priority: TaskPriorityName): void {
    this.edit(task.id, { priority }).catch((error: unknown) => notifyRefusal(`“${task.title}” was not changed`, error));
  }

  /** One action on many cards, undone as one. */
  actOnMany(tasks: readonly TaskView[], action: bulk.BulkAction): Promise<void> {
    return actOnMany(this.projectId, this.#writes, tasks, action);
  }

  setQueuePaused(paused: boolean): Promise<boolean> {
    return this.perform(() => queue.setQueuePaused(this.projectId, paused), {
      refusal: paused ? 'The queue was not paused' : 'The queue was not resumed',
      success: paused ? 'Paused the queue: nothing new starts' : 'Resumed the queue',
    });
  }

  /** Of a queued session: before all others. Of one that waits for its next try: now, or never. */
  steer(sessionId: string, how: queue.Steering): Promise<boolean> {
    const refusal = { 'run-next': 'It can’t run next', 'retry-now': 'It was not tried again', 'give-up': 'It goes on' };
    const success = { 'run-next': 'It runs next', 'retry-now': 'Trying again', 'give-up': 'Gave up' };
    const send = () => queue.steerSession(this.projectId, sessionId, how);
    return this.perform(send, { refusal: refusal[how], success: success[how] });
  }

  /** A request without anything to show before its fact arrives; its refusal is told. @returns whether it was done */
  async perform(send: Send, { refusal, success, offersUndo = false }: Told): Promise<boolean> {
    try {
      const answer = await send();
      this.#writes.raiseFloor(answer.position);
      if (!offersUndo) announce(success);
      this.#keepStep(answer, success, !offersUndo);
      return true;
    } catch (error) {
      notifyRefusal(refusal, error);
      return false;
    }
  }

  settle(board: BoardView): void {
    this.#writes.settle(board);
  }

  /** Null where it was refused; that is told by then. */
  async #tell<W extends Written>(change: IntentChange, send: Send<W>, told: Told): Promise<W | null> {
    const { refusal, success, offersUndo = false } = told;
    try {
      // A toast with a button is read out by itself.
      if (!offersUndo) announce(success);
      return await this.#writes.run(change, send);
    } catch (error) {
      notifyRefusal(refusal, error);
      return null;
    }
  }

  #keepStep({ value }: Written, title: string, quietly = true): void {
    const step: UndoStep | null | undefined = value?.undo;
    if (step) this.#undoable(title, () => api.takeBack(step), quietly);
  }

  #undoable(title: string, takeBack: () => Promise<{ position: number }>, quietly = false): void {
    undoable({ title, undo: async () => this.#writes.raiseFloor((await takeBack()).position) }, { quietly });
  }
}

function movedWords(task: TaskView, status: TaskStatusName): string {
  return task.status === status ? `Moved ${task.title}` : `Moved ${task.title} to ${statusLabels[status]}`;
}

function did(answer: unknown): boolean {
  return answer !== null;
}
