'use client';

import type { InboxItem } from '@podium/board';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { boardHref } from '@/lib/board/board-href.ts';
import { newItems, useInbox, useLiveInbox } from '@/lib/live/inbox.ts';
import { useStore } from '@/lib/store.ts';
import { announce } from '@/lib/ui/announcer.ts';
import { keepPreferences, preferences } from '@/lib/ui/preferences.ts';
import { useStable } from '@/lib/ui/use-stable.ts';
import { chime } from './chime.ts';
import { countedTitle } from './page-title.ts';

const titles: Record<InboxItem['kind'], string> = {
  permission: 'An agent asks for permission',
  question: 'An agent has a question',
  plan: 'A plan waits for approval',
  failure: 'A session failed',
  review: 'Work waits to be looked at',
};

/** Says what begins to wait: in the tab's title and to screen readers always, as a notification and with a sound where the person wants that. */
export function Notifier() {
  useLiveInbox();
  useEffect(keepPreferences, []);
  const { data } = useInbox();
  const { notifications, sound } = useStore(preferences);
  const router = useRouter();
  const before = useRef<readonly InboxItem[] | null>(null);
  useCountInTitle(data?.items.length ?? 0);

  const tell = useStable((items: readonly InboxItem[]) => {
    if (sound) chime();
    announce(wordsOf(items));
    if (!notifications || !('Notification' in window) || Notification.permission !== 'granted') return;
    if (document.visibilityState === 'visible' && document.hasFocus()) return;
    for (const item of items.slice(0, 3)) {
      // The same thing is shown once, whatever tabs are open.
      const shown = new Notification(titles[item.kind], {
        body: `${item.task_title} · ${item.project_name}`,
        tag: item.id,
        icon: '/icon.svg',
      });
      shown.onclick = () => {
        window.focus();
        router.push(boardHref(item.project_id, { taskId: item.task_id }));
        shown.close();
      };
    }
  });
  const items = data?.items;
  useEffect(() => {
    if (!items) return;
    // What waited already when the page was opened is no news.
    const fresh = before.current ? newItems(before.current, items) : [];
    before.current = items;
    if (fresh.length > 0) tell(fresh);
  }, [items, tell]);
  return null;
}

/** For who can't see it on the board. */
function wordsOf([first, ...others]: readonly InboxItem[]): string {
  if (!first) return '';
  const words = `${titles[first.kind]}: ${first.task_title}`;
  return others.length === 0 ? words : `${words}, and ${others.length} more in the inbox`;
}

/** Pages set their own titles, at any time; the count stays in front of each. */
function useCountInTitle(count: number): void {
  useEffect(() => {
    const show = (): void => {
      const wanted = countedTitle(document.title, count);
      if (document.title !== wanted) document.title = wanted;
    };
    show();
    const observer = new MutationObserver(show);
    observer.observe(document.head, { childList: true, characterData: true, subtree: true });
    return () => observer.disconnect();
  }, [count]);
}
