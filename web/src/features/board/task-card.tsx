'use client';

import type { SessionView } from '@podium/board';
import { memo, useRef, type MouseEvent } from 'react';
import { SessionLine } from '@/components/session-line.tsx';
import { useBoardUi, useIsFresh, useIsHeld, useIsSelected } from '@/lib/board/board-ui.ts';
import type { CardFacts } from '@/lib/board/card-facts.ts';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { useStable } from '@/lib/ui/use-stable.ts';
import { CardMeta } from './card-meta.tsx';
import { useCardDrag } from './drag.ts';

interface TaskCardProps extends CardFacts {
  task: ShownTask;
  opened: boolean;
  dragged: boolean;
  /** The card that is dragged takes the selected ones along. */
  withSelection: boolean;
  /** In the past: what happened just then happened to this card. */
  changed: boolean;
  /** Whether other cards can be put beside it. */
  ordered: boolean;
  mayLand: (taskId: string) => boolean;
  href: string;
  onOpen: (taskId: string) => void;
  /** Selects everything up to here. */
  onExtend: (taskId: string) => void;
}

/** Of the one sentence that says how cards are moved with the keyboard; the board has it. */
export const cardHelpId = 'card-help';

const never = (): boolean => false;

export const TaskCard = memo(function TaskCard(props: TaskCardProps) {
  const { task, session, place, stopped, done, openDependencies, opened, dragged, changed, ordered, mayLand, href } =
    props;
  const { withSelection, onOpen, onExtend } = props;
  const element = useRef<HTMLElement>(null);
  const ui = useBoardUi();
  const selected = useIsSelected(task.id);
  const held = useIsHeld(task.id);
  const fresh = useIsFresh(task.id);
  const fixed = useMoment() !== null;
  const land = ordered ? mayLand : never;
  const carried = useStable(() => (ui.selected.get().has(task.id) ? ui.selected.get().size : 1));
  const edge = useCardDrag(element, { taskId: task.id, status: task.status, mayLand: land, fixed, carried });
  const click = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    if (event.shiftKey && !fixed) onExtend(task.id);
    else onOpen(task.id);
  };
  return (
    <article
      ref={element}
      data-card={task.id}
      data-testid={`card-${task.id}`}
      data-status={task.status}
      data-selected={selected || undefined}
      data-held={held || undefined}
      data-fresh={fresh || undefined}
      data-pending={task.pending}
      aria-label={task.title}
      onFocusCapture={() => ui.focusedId.set(task.id)}
      className={cx(
        'group relative flex flex-col gap-1.5 rounded-card border px-2.5 py-2 transition-[border-color,background-color,opacity] duration-100 has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-offset-1 has-[a:focus-visible]:outline-accent',
        held ? 'z-20 bg-raised shadow-lg motion-safe:rotate-[0.6deg]' : selected ? 'bg-accent-soft' : 'bg-surface',
        borderOf({ changed, marked: opened || selected || held, session }),
        fresh && 'animate-pointed',
        (dragged || (withSelection && selected)) && 'opacity-40',
      )}
    >
      {edge && (
        <span
          aria-hidden="true"
          className={cx(
            'absolute inset-x-0 h-0.5 rounded-full bg-accent',
            edge === 'top' ? '-top-[5px]' : '-bottom-[5px]',
          )}
        />
      )}
      <a
        href={href}
        dir="auto"
        draggable={false}
        onClick={click}
        {...(fixed ? {} : { 'aria-describedby': cardHelpId, 'aria-keyshortcuts': 'Space' })}
        className="line-clamp-2 font-medium break-words outline-none after:absolute after:inset-0 focus-visible:outline-none"
      >
        {task.title}
        {selected && <span className="sr-only">, selected</span>}
        {held && <span className="sr-only">, lifted</span>}
      </a>
      <CardMeta
        task={task}
        session={session}
        openDependencies={openDependencies}
        fixed={fixed || held}
        onOpen={() => onOpen(task.id)}
      />
      <SessionLine task={task} session={session} place={place} stopped={stopped} done={done} />
    </article>
  );
});

/** What waits for a person is the loudest of the board; what failed comes second. */
function borderOf({
  changed,
  marked,
  session,
}: {
  changed: boolean;
  marked: boolean;
  session: SessionView | null;
}): string {
  if (changed) return 'animate-changed border-past';
  if (marked) return 'border-accent';
  if (session?.status === 'waiting') return 'border-waiting';
  if (session?.status === 'running') return 'border-progress/40 hover:border-progress/70';
  return 'border-line hover:border-line-strong';
}
