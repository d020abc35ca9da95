'use client';

import type { RefObject } from 'react';
import { announce } from '../ui/announcer.ts';
import { notify } from '../ui/toasts.ts';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { useBoardActions } from './board-context.tsx';
import { useBoardUi } from './board-ui.ts';
import type { Step } from './hold.ts';
import type { ShownTask } from './intents.ts';
import { useMoment } from './moment-context.ts';
import { neighbour } from './neighbour.ts';
import { mayExecute } from './statuses.ts';

/** What lifted cards do at a key. */
export interface HoldKeys {
  lift: (task: ShownTask) => void;
  step: (step: Step) => void;
  putDown: () => void;
  putBack: () => void;
}

export interface CardKeys {
  /** Where the focus can go: the shown cards, column by column. */
  columns: readonly (readonly string[])[];
  find: (taskId: string) => ShownTask | undefined;
  /** The opened one, which keys act on while no card has the focus. */
  openedId: string | null;
  onOpen: (taskId: string) => void;
  /** Takes the card one step further; absent where cards have no place of their own. */
  onShift?: (task: ShownTask, step: Step) => void;
  /** Absent where cards can't be carried. */
  hold?: HoldKeys;
}

/** Keys that move the focus between cards, and those that act on the focused (else the opened) one. */
export function useCardKeys(element: RefObject<HTMLElement | null>, keys: CardKeys): void {
  const { columns, find, openedId, onOpen, onShift, hold } = keys;
  const actions = useBoardActions();
  const ui = useBoardUi();
  const isPast = useMoment() !== null;
  /** A card that just moved gets the focus back a moment later; keys in between are still for it. */
  const currentId = (): string | null =>
    focusedCardId() ?? (document.activeElement === document.body ? ui.focusedId.get() : null);
  const focused = (): ShownTask | undefined => find(currentId() ?? openedId ?? '');
  const act = (action: (task: ShownTask) => void) => (): void => {
    if (ui.held.get()) return announce('Put the card down first: Space.');
    const task = focused();
    if (task && !isPast) action(task);
  };
  /** What is selected with it, in the order of the columns. */
  const together = (task: ShownTask): ShownTask[] => {
    const selected = ui.selected.get();
    const ids = selected.has(task.id) ? columns.flat().filter((id) => selected.has(id)) : [task.id];
    return ids.flatMap((id) => find(id) ?? []);
  };
  const carry = (step: Step) => (event: KeyboardEvent) => {
    if (!ui.held.get()) return;
    event.preventDefault();
    hold?.step(step);
  };
  const go = (step: Step) => (event: KeyboardEvent) => {
    if (ui.held.get()) return carry(step)(event);
    if (!element.current || isInWidget(event)) return;
    event.preventDefault();
    const from = currentId();
    // From the panel of a card that has no neighbour there is a way back to it at least.
    const next = neighbour(columns, from ?? openedId, step) ?? (from ? null : openedId);
    if (next) ui.focus(next);
  };
  const shift = (step: Step) => (event: KeyboardEvent) => {
    if (ui.held.get()) return carry(step)(event);
    const task = find(currentId() ?? '');
    if (!task || isPast || isInWidget(event)) return;
    event.preventDefault();
    onShift?.(task, step);
  };
  const [down, up] = [
    { columns: 0, rows: 1 },
    { columns: 0, rows: -1 },
  ];
  const [right, left] = [
    { columns: 1, rows: 0 },
    { columns: -1, rows: 0 },
  ];
  const liftOrPutDown = (event: KeyboardEvent): void => {
    const task = find(focusedCardId() ?? '');
    if (ui.held.get()) putDown(event);
    else if (task && !isPast && isCardItself(event.target)) {
      event.preventDefault();
      if (hold) hold.lift(task);
      else notify({ tone: 'info', title: 'Cards are carried on the board', detail: 'V shows it.' });
    }
  };
  const putDown = (event: KeyboardEvent): void => {
    if (!ui.held.get()) return;
    event.preventDefault();
    hold?.putDown();
  };
  useShortcuts({
    ' ': liftOrPutDown,
    Enter: putDown,
    Escape: (event) => {
      if (!ui.held.get()) return;
      event.preventDefault();
      hold?.putBack();
    },
    Home: carry({ columns: 0, rows: -Infinity }),
    End: carry({ columns: 0, rows: Infinity }),
    e: act((task) =>
      together(task)
        .filter(mayExecute)
        .forEach((each) => void actions.execute(each)),
    ),
    s: act((task) => task.active_session_id && void actions.stop(task)),
    a: act((task) => onOpen(task.id)),
    r: act((task) => onOpen(task.id)),
    x: act((task) => {
      ui.toggle(task.id);
      announce(`${ui.selected.get().has(task.id) ? 'Selected' : 'No longer selected'}: ${task.title}`);
    }),
    'Mod+a': (event) => {
      if (isPast || !focusedCardId()) return;
      event.preventDefault();
      ui.select(columns.find((ids) => ids.includes(focusedCardId() ?? '')) ?? []);
    },
    Delete: act((task) => {
      const tasks = together(task);
      if (tasks.length > 1) {
        ui.clear();
        void actions.actOnMany(tasks, { action: 'delete' });
      } else if (!task.active_session_id) void actions.delete(task);
    }),
    j: go(down),
    ArrowDown: go(down),
    k: go(up),
    ArrowUp: go(up),
    l: go(right),
    ArrowRight: go(right),
    h: go(left),
    ArrowLeft: go(left),
    'Shift+ArrowDown': shift(down),
    'Shift+ArrowUp': shift(up),
    'Shift+ArrowRight': shift(right),
    'Shift+ArrowLeft': shift(left),
  });
}

function focusedCardId(): string | null {
  return document.activeElement?.closest<HTMLElement>('[data-card]')?.dataset.card ?? null;
}

/** Buttons and boxes of a card have their own use for Space. */
function isCardItself(target: EventTarget | null): boolean {
  return target instanceof HTMLAnchorElement;
}

/** Arrows belong to tabs, output, history and the scrubber while these have the focus; letters do nothing to tabs. */
function isInWidget({ target, key }: KeyboardEvent): boolean {
  const widgets = '[role=log], [role=tabpanel], [type=range]';
  const selector = key.startsWith('Arrow') ? `${widgets}, [role=tablist]` : widgets;
  return target instanceof HTMLElement && target.closest(selector) !== null;
}
