'use client';

import { Move } from 'lucide-react';
import { Kbd } from '@/components/kbd.tsx';
import type { Hold } from '@/lib/board/hold.ts';

/** What the keys do while cards are lifted, and why the last one did nothing. It is read out as it happens, so this is for the eyes. */
export function HoldBar({ hold, ordered }: { hold: Hold; ordered: boolean }) {
  const count = hold.taskIds.length;
  return (
    <div
      aria-hidden="true"
      data-testid="hold-bar"
      data-lifts-toasts=""
      className="pointer-events-none absolute inset-x-3 bottom-4 z-30 mx-auto flex w-fit animate-enter flex-col gap-1.5 rounded-dialog bg-raised px-3 py-2 shadow-dialog"
    >
      {hold.notice && <span className="font-medium text-failed">{hold.notice}</span>}
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
        <span className="inline-flex items-center gap-1.5 font-medium text-text">
          <Move className="size-3.5 text-accent" /> {count === 1 ? 'Lifted' : `${count} cards lifted`}
        </span>
        <Meaning keys={['ArrowLeft', 'ArrowRight']} words="column" />
        {ordered && <Meaning keys={['ArrowUp', 'ArrowDown']} words="place" />}
        <Meaning keys={['Space']} words="put down" />
        <Meaning keys={['Escape']} words="put back" />
      </span>
    </div>
  );
}

function Meaning({ keys, words }: { keys: readonly string[]; words: string }) {
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      {keys.map((key) => (
        <Kbd key={key} keys={key} />
      ))}
      {words}
    </span>
  );
}
