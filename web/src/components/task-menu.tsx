'use client';

import { Ellipsis } from 'lucide-react';
import { lazily } from '@/lib/ui/lazily.ts';
import { MenuButton } from './menu-button.tsx';
import type { TaskMenuProps } from './task-menu-items.tsx';

const TaskMenuItems = lazily(async () => (await import('./task-menu-items.tsx')).TaskMenuItems);

/** Everything that can be done with a card, for the keyboard and for fingers. */
export function TaskMenu(props: TaskMenuProps) {
  return (
    <MenuButton
      label={`Actions of ${props.task.title}`}
      className="relative z-10 inline-flex size-6 items-center justify-center rounded-card text-faint hover:bg-active hover:text-text data-[state=open]:bg-active"
      sign={<Ellipsis aria-hidden="true" className="size-4" />}
    >
      <TaskMenuItems {...props} />
    </MenuButton>
  );
}
