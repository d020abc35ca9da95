'use client';

import { createContext, use } from 'react';
import type { MomentView } from '@podium/board';

/** The moment of the past that is shown below; null where the present is. */
export const MomentContext = createContext<MomentView | null>(null);

/** What shows the past can't be changed, and counts its times from then. */
export function useMoment(): MomentView | null {
  return use(MomentContext);
}
