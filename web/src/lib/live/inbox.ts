'use client';

import type { InboxItem } from '@podium/board';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { read } from '../api/requests.ts';
import { useLive } from './live-context.tsx';

export interface Inbox {
  position: number;
  items: InboxItem[];
}

/** Facts come in bursts; the inbox is fetched once for those of this time. */
const gatherMs = 250;

/** Everything that waits for a person, over all projects. */
export function useInbox() {
  const { live } = useLive();
  return useQuery({
    queryKey: ['inbox'],
    queryFn: ({ signal }) => read<Inbox>('inbox', signal, live.floor),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Keeps the inbox as new as the facts. Once in a page. */
export function useLiveInbox(): void {
  const client = useQueryClient();
  const { live } = useLive();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = live.onFacts((facts) => {
      if (timer || !facts.some(({ type }) => changesInbox(type))) return;
      timer = setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ queryKey: ['inbox'] });
      }, gatherMs);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [client, live]);
}

/** Output and turns are many and change nothing that waits. */
function changesInbox(type: string): boolean {
  if (/^podium\.(task|project)\./.test(type)) return !/Comment|Attachment|Dependency|Template|View/.test(type);
  return /(Permission|Question|Gate)\w+$|Session(Stopping|Completed|Failed|Cancelled|Started)$/.test(type);
}

/** What is new in an inbox: waits now, and did not before. A card that is moved on while it waits is no news. */
export function newItems(before: readonly InboxItem[], after: readonly InboxItem[]): InboxItem[] {
  const known = new Set(before.map(nameOf));
  return after.filter((item) => !known.has(nameOf(item)));
}

function nameOf({ id, kind, task_id, gate }: InboxItem): string {
  return gate ? id : `${kind}:${task_id}`;
}
