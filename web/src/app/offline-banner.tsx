'use client';

import { WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useConnection, useIsStale } from '@/lib/live/live-context.tsx';
import type { ConnectionState } from '@/lib/live/live.ts';

/** A moment without connection passes unseen; a lasting one is said. */
const patienceMs = 1_500;

const lost = 'The connection is lost. What you see may be old; it updates by itself when the connection is back.';
const words: Partial<Record<ConnectionState, string>> = {
  stalled: 'The server does not reach its log. What you see may be old; it updates by itself when that is over.',
  crowded:
    'Too many windows of Podium are open for you, so this one is not live. Close some of the others: it then connects by itself.',
};

export function OfflineBanner() {
  const connection = useConnection();
  const offline = useIsStale();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!offline) {
      setShown(false);
      return undefined;
    }
    const timer = setTimeout(() => setShown(true), patienceMs);
    return () => clearTimeout(timer);
  }, [offline]);
  if (!shown) return null;
  return (
    <p
      role="alert"
      className="flex items-center gap-2 border-b border-line bg-failed-soft px-4 py-1.5 text-meta text-failed"
    >
      <WifiOff aria-hidden="true" className="size-3.5 shrink-0" />
      {words[connection] ?? lost}
    </p>
  );
}
