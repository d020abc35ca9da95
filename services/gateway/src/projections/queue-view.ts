import {
  awaitedBy,
  queuePositions,
  slotUse,
  waitSentence,
  type BoardView,
  type QueuePlace,
  type SessionView,
} from '@podium/board';
import type { Queue, QueueEntry } from '../api/schemas/queue.ts';

/** A project's queue, as its board has it. */
export function queueOf({ project, tasks, sessions, position }: BoardView): Queue {
  const byId = new Map(sessions.map((session) => [session.id, session]));
  const entries = [...queuePositions({ project, tasks, sessions })].flatMap(([id, place]) => {
    const session = byId.get(id);
    return session ? [entryOf(session, place)] : [];
  });
  const { slots, running, unanswered } = slotUse({ project, sessions });
  return {
    paused: project.queue_paused,
    pause_reason: project.queue_pause_reason,
    over_budget: project.budget_status?.state === 'exceeded',
    slots,
    running,
    unanswered: [...unanswered],
    entries,
    position,
  };
}

function entryOf(session: SessionView, place: QueuePlace): QueueEntry {
  return {
    session_id: session.id,
    task_id: session.task_id,
    title: session.title,
    priority: session.priority,
    requested_by: session.requested_by,
    queued_at: session.queued_at,
    expedited: session.expedited_position !== null,
    position: place.position,
    blocked_by: [...place.blockedBy],
    waits_for: awaitedBy(place),
    why: waitSentence(place),
  };
}
