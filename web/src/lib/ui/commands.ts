'use client';

import { useEffect } from 'react';
import { useStable } from './use-stable.ts';

/** Something that the command palette offers. */
export interface Command {
  id: string;
  title: string;
  /** Where it is listed. */
  section: string;
  /** Words that find it beside its title. */
  keywords?: string;
  /** The keys that do the same. */
  keys?: readonly string[];
  run: () => void;
}

type Source = () => readonly Command[];

const sources = new Set<Source>();

/** Offers commands in the palette while the component is there. They are made when the palette opens. */
export function useCommands(build: Source): void {
  const source = useStable(build);
  useEffect(() => {
    sources.add(source);
    return () => {
      sources.delete(source);
    };
  }, [source]);
}

/** Everything that can be done now; what belongs to the open page first. */
export function allCommands(): readonly Command[] {
  return [...sources].reverse().flatMap((source) => source());
}
