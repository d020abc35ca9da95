import type { HeldSign, SignOfLife } from '@podium/jetstream';

/** A session whose agent is not heard. */
export interface LostAgent {
  readonly sessionId: string;
  /** Since when, RFC 3339. */
  readonly since: string;
  /** Somebody works on the session and tries to reach its agent; otherwise its owner is silent, too. */
  readonly isHeld: boolean;
}

/** What is known of the connections to a project's agents. Who is in neither list was never told of. */
export interface ProjectContact {
  readonly projectId: string;
  /** How many processes there are that can run sessions. */
  readonly runners: number;
  /** Sessions whose agents are heard, or that are about to have one. */
  readonly heard: readonly string[];
  readonly lost: readonly LostAgent[];
}

interface Replica {
  readonly heardAtMs: number;
  readonly sessions: readonly HeldSign[];
}

/** Three signs missed and a bit. */
export const silentAfterMs = 3_500;
/** An end that nobody told is forgotten after this. */
const forgottenAfterMs = 60 * 60_000;

/** Folds the signs of life of session-svc's replicas, each heard by all gateways; knows no clock. */
export class ContactBook {
  readonly #replicas = new Map<string, Replica>();
  /** Sessions whose owner fell silent, until somebody else hears their agents or they end. */
  readonly #orphans = new Map<string, { readonly projectId: string; readonly sinceMs: number }>();

  hear({ replica, sessions, isLast }: SignOfLife, nowMs: number): void {
    if (isLast) {
      this.#silence(replica, nowMs);
      return;
    }
    this.#replicas.set(replica, { heardAtMs: nowMs, sessions });
    for (const { sessionId, lostSince } of sessions) if (lostSince === null) this.#orphans.delete(sessionId);
  }

  /** Takes those for gone who were not heard for too long. */
  expire(nowMs: number): void {
    for (const [replica, { heardAtMs }] of this.#replicas) {
      if (nowMs - heardAtMs > silentAfterMs) this.#silence(replica, heardAtMs);
    }
    for (const [sessionId, { sinceMs }] of this.#orphans) {
      if (nowMs - sinceMs > forgottenAfterMs) this.#orphans.delete(sessionId);
    }
  }

  /** A time in which this process could hear nobody, and that says nothing of those who speak. */
  wasDeafFor(durationMs: number): void {
    for (const [replica, { heardAtMs, sessions }] of this.#replicas) {
      this.#replicas.set(replica, { heardAtMs: heardAtMs + durationMs, sessions });
    }
  }

  /** The session works no more. */
  ended(sessionId: string): void {
    this.#orphans.delete(sessionId);
  }

  of(projectId: string): ProjectContact {
    const held = [...this.#replicas.values()].flatMap(({ sessions }) =>
      sessions.filter((session) => session.projectId === projectId),
    );
    const heard = new Set(held.filter(({ lostSince }) => lostSince === null).map(({ sessionId }) => sessionId));
    const lost = new Map<string, LostAgent>();
    for (const [sessionId, orphan] of this.#orphans) {
      if (orphan.projectId !== projectId) continue;
      lost.set(sessionId, { sessionId, since: new Date(orphan.sinceMs).toISOString(), isHeld: false });
    }
    for (const { sessionId, lostSince } of held) {
      if (lostSince === null || heard.has(sessionId)) continue;
      // Whoever takes it over has not heard it since the one before.
      lost.set(sessionId, { sessionId, since: lost.get(sessionId)?.since ?? lostSince, isHeld: true });
    }
    return { projectId, runners: this.#replicas.size, heard: [...heard].sort(), lost: [...lost.values()] };
  }

  #silence(replica: string, sinceMs: number): void {
    const { sessions = [] } = this.#replicas.get(replica) ?? {};
    this.#replicas.delete(replica);
    const held = new Set([...this.#replicas.values()].flatMap((other) => other.sessions.map((each) => each.sessionId)));
    for (const { projectId, sessionId, lostSince } of sessions) {
      if (held.has(sessionId) || this.#orphans.has(sessionId)) continue;
      this.#orphans.set(sessionId, { projectId, sinceMs: lostSince === null ? sinceMs : Date.parse(lostSince) });
    }
  }
}
