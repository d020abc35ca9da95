'use client';

import type { InboxItem, InboxKind } from '@podium/board';
import { InboxIcon } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { BudgetList } from '@/components/budget-list.tsx';
import { Button } from '@/components/button.tsx';
import { Notice } from '@/components/notice.tsx';
import { messageOf } from '@/lib/api/problem.ts';
import { useInbox } from '@/lib/live/inbox.ts';
import { useProjects } from '@/lib/live/live-context.tsx';
import { useHeldFocus } from '@/lib/ui/use-held-focus.ts';
import { useShortcuts } from '@/lib/ui/use-shortcuts.ts';
import { InboxRow } from './inbox-row.tsx';
import { groupLabels } from './inbox-words.ts';

interface InboxScreenProps {
  navigation: ReactNode;
  /** How a gate is answered right here. */
  answerOf: (item: InboxItem) => ReactNode;
}

/** Everything that waits for a person, over all projects; `J` and `K` move, `A` answers or opens, and so does Enter. */
export function InboxScreen({ navigation, answerOf }: InboxScreenProps) {
  const { data, error, refetch } = useInbox();
  const projects = useProjects().data?.projects ?? [];
  const list = useRef<HTMLDivElement>(null);
  useHeldFocus(list);
  const rows = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>('[data-inbox-item]') ?? [])];
  const step = (by: number): void => {
    const all = rows();
    const at = all.findIndex((row) => row.contains(document.activeElement));
    all.at(at === -1 ? 0 : Math.min(all.length - 1, Math.max(0, at + by)))?.focus();
  };
  const answer = (): void => {
    const all = rows();
    const row = all.find((candidate) => candidate.contains(document.activeElement)) ?? all[0];
    row?.querySelector<HTMLElement>('[data-answer]')?.click();
  };
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    a: (event) => {
      event.preventDefault();
      answer();
    },
    Enter: (event) => {
      if (!(event.target instanceof HTMLElement) || !event.target.matches('[data-inbox-item]')) return;
      event.preventDefault();
      answer();
    },
  });
  const kinds = Object.keys(groupLabels) as InboxKind[];
  return (
    <>
      <header className="flex h-12 shrink-0 items-center gap-3 px-4 max-md:gap-1.5">
        {navigation}
        <h1 className="text-title font-semibold">Inbox</h1>
        {data && data.items.length > 0 && <span className="text-faint tabular-nums">{data.items.length}</span>}
      </header>
      <div ref={list} className="min-h-0 flex-1 overflow-y-auto px-4 pb-6">
        <div className="mx-auto max-w-3xl">
          <BudgetList projects={projects} className="mb-3" />
          {error && !data && (
            <Notice title="The inbox can’t be loaded" detail={messageOf(error)}>
              <Button onClick={() => void refetch()}>Try again</Button>
            </Notice>
          )}
          {!data && !error && (
            <p role="status" className="py-6 text-muted">
              Loading…
            </p>
          )}
          {data?.items.length === 0 && (
            <Notice
              icon={<InboxIcon className="size-8" strokeWidth={1.5} />}
              title="Nothing waits for you"
              detail="Permissions, questions, failures and work to look at appear here by themselves, from all projects."
            />
          )}
          {kinds.map((kind) => (
            <Group
              key={kind}
              kind={kind}
              items={data?.items.filter((item) => item.kind === kind) ?? []}
              answerOf={answerOf}
            />
          ))}
        </div>
      </div>
    </>
  );
}

interface GroupProps {
  kind: InboxKind;
  items: readonly InboxItem[];
  answerOf: (item: InboxItem) => ReactNode;
}

function Group({ kind, items, answerOf }: GroupProps) {
  if (items.length === 0) return null;
  return (
    <section aria-label={groupLabels[kind]} className="mt-4 first:mt-0">
      <h2 className="mb-1.5 text-meta font-medium text-faint">
        {groupLabels[kind]} <span className="tabular-nums">{items.length}</span>
      </h2>
      <ul className="space-y-2">
        {items.map((item) => (
          <InboxRow key={item.id} item={item}>
            {item.gate && answerOf(item)}
          </InboxRow>
        ))}
      </ul>
    </section>
  );
}
