'use client';

import * as Tabs from '@radix-ui/react-tabs';
import type { SessionView } from '@podium/board';
import { useEffect, useRef, useState, type KeyboardEvent as KeyPress, type ReactNode, type RefObject } from 'react';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { isOnKeyboard } from '@/lib/ui/opener.ts';
import { useHeldFocus } from '@/lib/ui/use-held-focus.ts';
import { useShortcuts } from '@/lib/ui/use-shortcuts.ts';
import { useStable } from '@/lib/ui/use-stable.ts';
import { TaskHeader } from './task-header.tsx';

export type TaskTabName = 'conversation' | 'output' | 'changes' | 'story' | 'history' | 'details';

export interface TaskTab {
  name: TaskTabName;
  label: string;
  content: ReactNode;
}

interface TaskPanelProps {
  task: ShownTask;
  session: SessionView | null;
  /** Where the task has a page of its own; absent on that page. */
  pageHref?: string;
  onClose: () => void;
  /** What needs a person now; above every tab. */
  attention: ReactNode;
  tabs: readonly TaskTab[];
  /** Below every tab. */
  foot: ReactNode;
}

/** A task with everything about it; what the tabs show is handed in. */
export function TaskPanel({ task, session, pageHref, onClose, attention, tabs, foot }: TaskPanelProps) {
  const isPast = useMoment() !== null;
  const [tab, setTab] = useState<TaskTabName>(() =>
    task.latest_session_id || task.active_session_id ? 'output' : 'details',
  );
  const [seenSession, setSeenSession] = useState(task.active_session_id);
  if (task.active_session_id !== seenSession) {
    // A session that starts while the panel is open is what the person wants to see.
    setSeenSession(task.active_session_id);
    if (task.active_session_id && !isPast && tab !== 'conversation') setTab('output');
  }
  useShortcuts({ r: () => setTab('changes') });
  const tabList = useFocusFromCard(task.id);
  const panel = useRef<HTMLDivElement>(null);
  useHeldFocus(panel);
  return (
    <div
      ref={panel}
      onKeyDown={(event) => isWayOut(event) && focusTab(tabList.current)}
      className="flex h-full min-h-0 flex-col"
    >
      <TaskHeader
        task={task}
        session={session}
        stopIsBelow={tab === 'output'}
        onClose={onClose}
        {...(pageHref ? { pageHref } : {})}
      />
      <Tabs.Root
        value={tab}
        onValueChange={(value) => setTab(value as TaskTabName)}
        className="flex min-h-0 flex-1 flex-col"
      >
        <Tabs.List
          ref={tabList}
          aria-label="Parts of the task"
          className="flex shrink-0 gap-1 overflow-x-auto overflow-y-hidden border-b border-line px-3 max-sm:gap-0 max-sm:px-2"
        >
          {tabs.map(({ name, label }) => (
            <Tabs.Trigger
              key={name}
              value={name}
              className="-mb-px h-8 shrink-0 border-b-2 border-transparent px-2 font-medium max-sm:px-1.5 text-muted hover:text-text focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:text-text"
            >
              {label}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {attention}
        {tabs.map(({ name, content }) => (
          <Tabs.Content
            key={name}
            value={name}
            className="flex min-h-0 flex-1 flex-col focus-visible:-outline-offset-2"
          >
            {content}
          </Tabs.Content>
        ))}
      </Tabs.Root>
      {foot}
    </div>
  );
}

function focusTab(tabList: HTMLElement | null): void {
  tabList?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
}

/** Escape in a field that has no use for it; what was typed stays there. From the tab it closes the panel. */
function isWayOut({ key, target, currentTarget, nativeEvent }: KeyPress<HTMLElement>): boolean {
  if (key !== 'Escape' || nativeEvent.defaultPrevented || nativeEvent.isComposing) return false;
  // Dialogs and menus are children of the panel for React alone.
  const isField = target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select');
  return isField && currentTarget.contains(target);
}

/** Whoever opens a card with the keyboard goes on in the panel; from the card it would be a long way past all others. */
function useFocusFromCard(taskId: string): RefObject<HTMLDivElement | null> {
  const tabList = useRef<HTMLDivElement>(null);
  const takeFocus = useStable((event?: KeyboardEvent): void => {
    const from = document.activeElement;
    // From another page nothing has the focus.
    const isFromAfar = !event && (from === document.body || from?.localName === 'main') && isOnKeyboard();
    if (!isFromAfar && !from?.matches(`[data-card="${taskId}"] a:focus-visible`)) return;
    event?.preventDefault();
    focusTab(tabList.current);
  });
  useEffect(() => takeFocus(), [takeFocus]);
  // Also where it is open already.
  useShortcuts({ Enter: takeFocus });
  return tabList;
}
