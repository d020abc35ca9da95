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
