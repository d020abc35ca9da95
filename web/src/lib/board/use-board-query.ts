'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useState } from 'react';
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

/** How the board is looked at, kept in the address so that it can be sent, reloaded and gone back to. */
export function useBoardQuery(): BoardQueryState {
  const opened = useSearchParams();
  const [query, setQuery] = useState(() => parseBoardQuery(opened));
  const params = useMemo(() => boardParams(query), [query]);
  const goBack = useStable(() => setQuery(parseBoardQuery(new URLSearchParams(window.location.search))));
  useEffect(() => {
    window.addEventListener('popstate', goBack);
    return () => window.removeEventListener('popstate', goBack);
  }, [goBack]);
  useEffect(() => {
    const timer = setTimeout(() => write(params), restMs);
    return () => clearTimeout(timer);
  }, [params]);
  return { query, look: useStable((change) => setQuery((before) => ({ ...before, ...change }))), params };
}

function write(params: URLSearchParams): void {
  const url = new URL(window.location.href);
  for (const name of boardParamNames) url.searchParams.delete(name);
  for (const [name, value] of params) url.searchParams.append(name, value);
  if (url.href !== window.location.href) window.history.replaceState(null, '', url);
}
