import type { SessionStatusName, SessionView } from './session-view.ts';
import type { BoardView } from './views.ts';

/** What becomes of the slots of a project. */
export interface SlotUse {
  /** How many of its sessions may run at once. */
  readonly slots: number;
  /** How many hold a slot now; more than there are where the limit was lowered meanwhile. */
  readonly running: number;
  /** Those of them whose agent waits for a person's answer, the longest first. */
  readonly unanswered: readonly UnansweredSession[];
}

/** A session that holds a slot while its agent waits for an answer. */
export interface UnansweredSession {
  readonly session_id: string;
  readonly task_id: string;
  /** Of its task. */
  readonly title: string;
  /** Since when, RFC 3339. */
  readonly since: string;
}

/** The part of a board that the use of its slots depends on. */
export interface SlotBoard {
  readonly project: Pick<BoardView['project'], 'max_concurrent_sessions'>;
  readonly sessions: readonly Pick<SessionView, 'id' | 'task_id' | 'title' | 'status' | 'gates'>[];
}

/** Sessions in these have a slot, whatever they do with it. */
const holdsSlot: ReadonlySet<SessionStatusName> = new Set(['pending', 'running', 'waiting', 'stopping']);

/** Counts who has the slots of a project, and which of them only wait. */
export function slotUse({ project, sessions }: SlotBoard): SlotUse {
  const unanswered = sessions.flatMap(({ id, task_id, title, status, gates }) => {
    const since = gates[0]?.asked_at;
    return status === 'waiting' && since !== undefined ? [{ session_id: id, task_id, title, since }] : [];
  });
  return {
    slots: project.max_concurrent_sessions,
    running: sessions.filter(({ status }) => holdsSlot.has(status)).length,
    unanswered: unanswered.sort((one, other) => (one.since < other.since ? -1 : Number(one.since > other.since))),
  };
}

/**
 * Which of the agents that keep others waiting wait themselves, in a few words: "2 of 3 running agents wait for an
 * answer"; null where none does, or a slot is free.
 */
export function unansweredWords({ slots, running, unanswered }: SlotUse): string | null {
  if (unanswered.length === 0 || running < slots) return null;
  if (running === 1) return 'the running agent waits for an answer';
  const who = unanswered.length === running ? `all ${running}` : `${unanswered.length} of ${running}`;
  return `${who} running agents ${unanswered.length === 1 ? 'waits' : 'wait'} for an answer`;
}
