import type { SessionView } from '@podium/board';

/** Fetched and live sessions as one list, newest first; of the same session the newer view wins. */
export function mergeSessions(fetched: readonly SessionView[], live: readonly SessionView[]): SessionView[] {
  const byId = new Map<string, SessionView>();
  for (const session of [...fetched, ...live]) {
    const known = byId.get(session.id);
    if (!known || known.position < session.position) byId.set(session.id, session);
  }
  return [...byId.values()].sort((a, b) => (a.queued_at === b.queued_at ? 0 : a.queued_at < b.queued_at ? 1 : -1));
}

/**
 * Sessions as they were at a time, RFC 3339: what was active then is what the board of then says of it, what had ended
 * did not change since, and what came later is left out.
 */
export function sessionsAt(
  sessions: readonly SessionView[],
  then: readonly SessionView[],
  time: string,
): SessionView[] {
  const asTheyWere = new Map(then.map((session) => [session.id, session]));
  return sessions
    .filter((session) => asTheyWere.has(session.id) || Date.parse(session.ended_at ?? '') <= Date.parse(time))
    .map((session) => asTheyWere.get(session.id) ?? session);
}
