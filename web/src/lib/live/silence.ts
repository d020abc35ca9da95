import type { SessionView } from '@podium/board';
import type { ProjectContact } from './contact-channel.ts';

/** That a session's agent is not heard now. */
export interface Silence {
  /** Since when, RFC 3339; null where nobody knows. */
  since: string | null;
  /** Somebody has the session and tries to reach its agent; otherwise it waits for somebody who takes it. */
  isHeld: boolean;
  /** It was heard before. What was never told of may only be new: then it is no silence until that has lasted. */
  isCertain: boolean;
}

/** The silence of a session by what is known of its project; null while its agent is heard, needs not be, or nothing is known. */
export function silenceOf(
  contact: ProjectContact | null,
  session: Pick<SessionView, 'id' | 'project_id' | 'status'>,
): Silence | null {
  if (contact?.projectId !== session.project_id || contact.heard.includes(session.id)) return null;
  const lost = contact.lost.find(({ sessionId }) => sessionId === session.id);
  switch (session.status) {
    // Its pod may be on its way: until then there is no agent to hear, only somebody who waits for it.
    case 'pending':
      if (lost?.isHeld) return null;
      break;
    case 'running':
    case 'waiting':
    case 'stopping':
      break;
    default:
      return null;
  }
  return { since: lost?.since ?? null, isHeld: lost?.isHeld ?? false, isCertain: lost !== undefined };
}
