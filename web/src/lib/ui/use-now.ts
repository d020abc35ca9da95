'use client';

import { useEffect, useState } from 'react';

/** The time in milliseconds, anew every `stepMs` while `running`. */
export function useNow(stepMs: number, running = true): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return undefined;
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), stepMs);
    return () => clearInterval(timer);
  }, [stepMs, running]);
  return nowMs;
}
