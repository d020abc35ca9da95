'use client';

import { initialsOf, useNameOf } from '@/lib/people.ts';

/** Who it is assigned to, as initials. */
export function Avatar({ actor }: { actor: string }) {
  const name = useNameOf()(actor);
  return (
    <span
      role="img"
      aria-label={`Assigned to ${name}`}
      title={name}
      className="inline-flex size-5 shrink-0 items-center justify-center rounded-full bg-active text-[10px] leading-none font-semibold text-text uppercase"
    >
      {initialsOf(name)}
    </span>
  );
}
