'use client';

import { useConnection } from '@/lib/live/live-context.tsx';
import { useMoment } from '@/lib/board/moment-context.ts';
import { cx } from '@/lib/ui/class-names.ts';

/** A dot that beats while signs of life arrive; still and grey while the connection is away, and in the past. */
export function Heart({ className }: { className?: string }) {
  const isPast = useMoment() !== null;
  const alive = useConnection() === 'live' && !isPast;
  return (
    <span
      aria-hidden="true"
      className={cx(
        'inline-block size-1.5 shrink-0 rounded-full bg-current',
        alive ? 'animate-beat text-progress' : 'text-faint',
        className,
      )}
    />
  );
}
