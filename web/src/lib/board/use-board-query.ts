'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStable } from '../ui/use-stable.ts';
import { boardParamNames, boardParams, parseBoardQuery, type BoardQuery } from './board-query.ts';

/** Browsers allow only so many changes of the address in a while. */
const restMs = 250;

interface BoardQueryState {
  query: BoardQuery;
  /** Changes parts of the query; the address follows. */
  look: (change: Partial<BoardQuery>) => void;
  /** Its part of the address. */
  params: URLSearchParams;
}

/**
 * How the board is looked at, kept in the address so that it can be sent, reloaded and gone back to: each look is a step
 * of the browser's history, except for what is typed.
 */
export function useBoardQuery(): BoardQueryState {
  const opened = useSearchParams();
  const [query, setQuery] = useState(() => parseBoardQuery(opened));
  const params = useMemo(() => boardParams(query), [query]);
  const isStep = useRef(false);
  const goBack = useStable(() => {
    isStep.current = false;
    setQuery(parseBoardQuery(new URLSearchParams(window.location.search)));
  });
  useEffect(() => {
    window.addEventListener('popstate', goBack);
    return () => window.removeEventListener('popstate', goBack);
  }, [goBack]);
  useEffect(() => {
    const timer = setTimeout(() => {
      write(params, isStep.current);
      isStep.current = false;
    }, restMs);
    return () => clearTimeout(timer);
  }, [params]);
  const look = useStable((change: Partial<BoardQuery>) => {
    isStep.current ||= Object.keys(change).some((name) => name !== 'text');
    setQuery((before) => ({ ...before, ...change }));
  });
  return { query, look, params };
}

function write(params: URLSearchParams, isStep: boolean): void {
  const url = new URL(window.location.href);
  for (const name of boardParamNames) url.searchParams.delete(name);
  for (const [name, value] of params) url.searchParams.append(name, value);
  if (url.href === window.location.href) return;
  if (isStep) window.history.pushState(null, '', url);
  else window.history.replaceState(null, '', url);
}
