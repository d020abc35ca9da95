'use client';

import { createContext, use } from 'react';
import type { Moment } from '../api/types.ts';

/** The moment of the past that is shown below; null where the present is. */
export const MomentContext = createContext<Moment | null>(null);

/** What shows the past can't be changed, and counts its times from then. */
export function useMoment(): Moment | null {
  return use(MomentContext);
}
