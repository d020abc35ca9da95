import type { SessionPhaseName, SessionView } from '@podium/board';

/** What a running session does, by its phase. */
export const phaseWords: Record<SessionPhaseName, string> = {
  planning: 'Planning',
  implementation: 'Working',
  review: 'Reviewing',
  fix: 'Fixing',
};

/** Whether a session was never started: then there is nothing to stop, only its place in the queue to give up. */
export function waitsInQueue(session: Pick<SessionView, 'status'> | null | undefined): boolean {
  return session?.status === 'queued';
}

/** What the button that ends a session says. */
export function stopVerb(session: Pick<SessionView, 'status'> | null | undefined): 'Cancel' | 'Stop' {
  return waitsInQueue(session) ? 'Cancel' : 'Stop';
}
