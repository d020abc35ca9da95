'use client';

import type { MomentView } from '@podium/board';
import { Button } from '@/components/button.tsx';
import { Kbd } from '@/components/kbd.tsx';
import { exactText, momentText } from '@/lib/ui/time.ts';
import { changesAgo } from './stops.ts';
import type { TimeTravel } from './use-time-travel.ts';

/** Which moment the board shows, and the way back. */
export function MomentLabel({ moment, travel }: { moment: MomentView; travel: TimeTravel }) {
  const { stops, go } = travel;
  return (
    <div className="flex min-w-0 flex-1 items-center gap-3 @max-2xl:order-last @max-2xl:-mt-2 @max-2xl:basis-full @max-2xl:pb-2">
      <p data-testid="moment" className="min-w-0 flex-1 truncate text-past">
        As it was on{' '}
        <time
          dateTime={moment.time}
          title={exactText(moment.time)}
          className="font-semibold tabular-nums"
          suppressHydrationWarning
        >
          {momentText(moment.time)}
        </time>
        {stops && <span className="text-muted"> · {changesAgo(stops, moment.position)}</span>}
      </p>
      <Button
        size="small"
        className="h-7 @max-2xl:hidden"
        aria-keyshortcuts="Escape"
        onClick={() => go({ kind: 'now' })}
      >
        Back to now
        <Kbd keys="Escape" />
      </Button>
    </div>
  );
}
