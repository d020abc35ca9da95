import type { BoardView } from '@podium/board';
import type { QueryClient } from '@tanstack/react-query';
import type { Answer } from '../api/client.ts';
import type { Undoable } from '../api/types.ts';
import type { Live } from '../live/live.ts';
import { Store } from '../store.ts';
import { isSettled, type Intent, type IntentChange } from './intents.ts';

export type Written = Answer<{ position?: number } & Undoable>;
export type Send<W extends Written = Written> = () => Promise<W>;

/** After this long without the fact that confirms a write, the board is fetched instead of waited for. */
const confirmationMs = 1_500;

/** What was asked for on one board: shown at once, then confirmed by the log or dropped when it is refused. */
export class PendingWrites {
  readonly intents = new Store<readonly Intent[]>([]);
  #lastId = 0;

  constructor(
    private readonly projectId: string,
    private readonly client: QueryClient,
    private readonly live: Live,
  ) {}

  /** Shows a change while it is being sent. Throws what the request throws, once the change is dropped. */
  async run<W extends Written>(change: IntentChange, send: Send<W>): Promise<W> {
    const id = this.#add(change);
    try {
      const answer = await send();
      this.#confirm(id, answer.position || answer.value?.position || 0);
      return answer;
    } catch (error) {
      this.#drop(id);
      // No fact tells of a refusal, but the story does.
      for (const taskId of taskIdsOf(change)) void this.client.invalidateQueries({ queryKey: ['story', taskId] });
      throw error;
    }
  }

  /** Shows what a write that is answered already did, until its fact arrives. */
  show(change: IntentChange, position: number): void {
    this.#confirm(this.#add(change), position);
  }

  /** From now on reads must not be older than a write that was answered with this position. */
  raiseFloor(position: number): void {
    this.live.raiseFloor(position);
  }

  /** Drops what the board contains by now. */
  settle(board: BoardView): void {
    this.intents.update((intents) => {
      const open = intents.filter((intent) => !isSettled(intent, board));
      return open.length === intents.length ? intents : open;
    });
  }

  #add(change: IntentChange): number {
    this.#lastId += 1;
    const intent: Intent = { id: this.#lastId, change, position: null };
    this.intents.update((intents) => [...intents, intent]);
    return intent.id;
  }

  #drop(id: number): void {
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
    this.#drop(id);
  }
}

function taskIdsOf(change: IntentChange): readonly string[] {
  if (change.kind === 'create') return [];
  return 'taskIds' in change ? change.taskIds : [change.taskId];
}
