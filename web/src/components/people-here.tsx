'use client';

import { useMe } from '@/lib/live/live-context.tsx';
import { usePresence } from '@/lib/live/use-presence.ts';
import { initialsOf } from '@/lib/people.ts';

/** So many are shown; the rest is counted. */
const most = 3;

/** Who else looks at this project just now. Nothing where nobody does. */
export function PeopleHere() {
  const me = useMe();
  const others = usePresence().filter(({ actor }) => actor !== me);
  if (others.length === 0 || me === undefined) return null;
  const rest = others.slice(most);
  return (
    <ul aria-label="Also here" data-testid="people-here" className="flex shrink-0 animate-appear gap-0.5">
      {others.slice(0, most).map(({ actor, name }) => (
        <li
          key={actor}
          title={`${name} looks at this project, too`}
          className="inline-flex size-6 items-center justify-center rounded-full bg-active text-[10px] leading-none font-semibold text-text uppercase"
        >
          <span aria-hidden="true">{initialsOf(name)}</span>
          <span className="sr-only">{name}</span>
        </li>
      ))}
      {rest.length > 0 && (
        <li
          title={rest.map(({ name }) => name).join(', ')}
          className="inline-flex h-6 min-w-6 items-center justify-center rounded-full bg-active px-1 text-[10px] font-semibold text-text tabular-nums"
        >
          <span aria-hidden="true">+{rest.length}</span>
          <span className="sr-only">{rest.map(({ name }) => name).join(', ')}</span>
        </li>
      )}
    </ul>
  );
}
