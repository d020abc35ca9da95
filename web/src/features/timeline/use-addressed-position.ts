'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useStable } from '@/lib/ui/use-stable.ts';

/** Browsers allow only so many changes of the address in a while. */
const restMs = 200;

/** The position in the address as the page was opened; null for the present. */
export function useOpenedPosition(): number | null {
  const params = useSearchParams();
  const [opened] = useState(() => positionIn(params));
  return opened;
}

/** Keeps the position in the address, so that it can be sent and reloaded; one step back leads to the present again. */
export function useAddressedPosition(position: number | null, visit: (position: number | null) => void): void {
  const written = useRef(position);
  const onVisit = useStable(visit);
  useEffect(() => {
    const goBack = (): void => {
      written.current = positionIn(new URLSearchParams(window.location.search));
      onVisit(written.current);
    };
    window.addEventListener('popstate', goBack);
    return () => window.removeEventListener('popstate', goBack);
  }, [onVisit]);

  useEffect(() => {
    if (position === written.current) return undefined;
    const isRest = position !== null && written.current !== null;
    const timer = setTimeout(() => write(position, written), isRest ? restMs : 0);
    return () => clearTimeout(timer);
  }, [position]);
}

function write(position: number | null, written: { current: number | null }): void {
  const url = new URL(window.location.href);
  if (position === null) url.searchParams.delete('at');
  else url.searchParams.set('at', String(position));
  if (written.current === null) window.history.pushState(null, '', url);
  else window.history.replaceState(null, '', url);
  written.current = position;
}

function positionIn(params: { get: (name: string) => string | null }): number | null {
  const at = params.get('at');
  return at !== null && /^\d{1,15}$/.test(at) ? Number(at) : null;
}
