'use client';

import type { SessionView } from '@podium/board';
import { useConnection } from '@/lib/live/live-context.tsx';
import { useIsHeard } from '@/lib/live/use-silence.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { cx } from '@/lib/ui/class-names.ts';

interface HeartProps {
  className?: string;
  /** Whose agent has to be heard; without one, any sign of life will do. */
  session?: Pick<SessionView, 'id' | 'project_id'>;
}

/** A dot that beats while signs of life arrive; still and grey while the connection is away, and in the past. */
export function Heart({ className, session }: HeartProps) {
  const isPast = useMoment() !== null;
  const isHeard = useIsHeard(session);
  const alive = useConnection() === 'live' && !isPast && isHeard;
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
