import { queuePositions, type BoardView, type QueuePlace, type SessionView } from '@podium/board';
import type { Queue, QueueEntry } from '../api/schemas/queue.ts';

/** Sessions that have a slot, whatever they do with it. */
const holdsSlot: ReadonlySet<SessionView['status']> = new Set(['pending', 'running', 'waiting', 'stopping']);

/** A project's queue, as its board has it. */
export function queueOf({ project, tasks, sessions, position }: BoardView): Queue {
  const byId = new Map(sessions.map((session) => [session.id, session]));
  const entries = [...queuePositions({ project, tasks, sessions })].flatMap(([id, place]) => {
    const session = byId.get(id);
    return session ? [entryOf(session, place)] : [];
  });
  return {
    paused: project.queue_paused,
    pause_reason: project.queue_pause_reason,
    over_budget: project.budget_status?.state === 'exceeded',
    slots: project.max_concurrent_sessions,
    running: sessions.filter(({ status }) => holdsSlot.has(status)).length,
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
    waits_for: waitsFor(place),
  };
}

/** What has to change first; a slot comes last. */
function waitsFor({ paused, overBudget, blockedBy }: QueuePlace): QueueEntry['waits_for'] {
  if (paused) return 'queue';
  if (overBudget) return 'budget';
  return blockedBy.length > 0 ? 'tasks' : 'slot';
}
