import type { Silence } from '../live/silence.ts';

/** What a card says in the place of what its agent does. */
export const silentWords = 'Reconnecting to the agent…';

/** What is known of it, and what comes of it, in sentences. */
export function silenceSentence({ isHeld }: Pick<Silence, 'isHeld'>): string {
  const why = isHeld
    ? 'Podium tries to reach the agent in its pod.'
    : 'Nobody follows the agent just now; it is taken over as soon as a runner is there.';
  return `${why} What the agent did meanwhile will follow.`;
}

/** What keeps sessions from starting where nobody is there to run them. */
export const withoutRunnersWords = 'no runner is there; it goes on when one is';
