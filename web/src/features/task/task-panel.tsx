'use client';

import * as Tabs from '@radix-ui/react-tabs';
import type { SessionView } from '@podium/board';
import { useState, type ReactNode } from 'react';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { TaskHeader } from './task-header.tsx';

export type TaskTab = 'output' | 'story' | 'history' | 'details';

interface TaskPanelProps {
  task: ShownTask;
  session: SessionView | null;
  /** Where the task has a page of its own; absent on that page. */
  pageHref?: string;
  onClose: () => void;
  output: ReactNode;
  story: ReactNode;
  history: ReactNode;
  details: ReactNode;
}

const labels: Record<TaskTab, string> = {
  output: 'Output',
  story: 'Story',
  history: 'History',
  details: 'Details',
};

/** A task with everything about it; what the tabs show is handed in. */
export function TaskPanel({ task, session, pageHref, onClose, ...contents }: TaskPanelProps) {
  const isPast = useMoment() !== null;
  const [tab, setTab] = useState<TaskTab>(() =>
    task.latest_session_id || task.active_session_id ? 'output' : 'details',
  );
  const [seenSession, setSeenSession] = useState(task.active_session_id);
  if (task.active_session_id !== seenSession) {
    // A session that starts while the panel is open is what the person wants to see.
    setSeenSession(task.active_session_id);
    if (task.active_session_id && !isPast) setTab('output');
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <TaskHeader
        task={task}
        session={session}
        stopIsBelow={tab === 'output'}
        onClose={onClose}
        {...(pageHref ? { pageHref } : {})}
      />
      <Tabs.Root
        value={tab}
        onValueChange={(value) => setTab(value as TaskTab)}
        className="flex min-h-0 flex-1 flex-col"
      >
        <Tabs.List aria-label="Parts of the task" className="flex shrink-0 gap-1 border-b border-line px-3">
          {(Object.keys(labels) as TaskTab[]).map((name) => (
            <Tabs.Trigger
              key={name}
              value={name}
              className="-mb-px h-8 border-b-2 border-transparent px-2 font-medium text-muted hover:text-text data-[state=active]:border-accent data-[state=active]:text-text"
            >
              {labels[name]}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {(Object.keys(labels) as TaskTab[]).map((name) => (
          <Tabs.Content
            key={name}
            value={name}
            className="flex min-h-0 flex-1 flex-col focus-visible:-outline-offset-2"
          >
            {contents[name]}
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </div>
  );
}
