import { notifyRefusal } from './refusal.ts';
import { notify } from './toasts.ts';

interface Undoable {
  /** What was done, in the past tense: "Archived “Add a README file”". */
  title: string;
  /** Takes it back; throws a ProblemError where that is refused. */
  undo: () => Promise<unknown>;
}

/** How many changes can be taken back, one after the other. */
const depth = 50;

const done: Undoable[] = [];

/** Keeps a change of one's own to be taken back with ⌘Z. `quietly`: without a toast that offers it. */
export function undoable(change: Undoable, { quietly = false } = {}): void {
  done.push(change);
  if (done.length > depth) done.shift();
  if (quietly) return;
  notify({ tone: 'info', title: change.title, action: { label: 'Undo', run: () => void takeBack(change) } });
}

/** Takes the newest change back; false where there is none. */
export function undoLast(): boolean {
  const change = done.at(-1);
  if (change) void takeBack(change);
  return change !== undefined;
}

async function takeBack(change: Undoable): Promise<void> {
  const at = done.indexOf(change);
  if (at === -1) return;
  done.splice(at, 1);
  try {
    await change.undo();
    notify({ tone: 'info', title: `Undone: ${change.title}` });
  } catch (error) {
    notifyRefusal(`Not undone: ${change.title}`, error);
  }
}
