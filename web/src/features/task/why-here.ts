import type { SessionView, TaskView } from '@podium/board';

/** One sentence on why a task is where it is. */
export function whyHere(
  task: Pick<TaskView, 'status' | 'failure' | 'active_session_id' | 'status_since' | 'created_at'>,
  latest: Pick<SessionView, 'id' | 'status' | 'ended_at'> | null,
): string {
  const session = latest ? `session ${latest.id.slice(0, 8)}` : null;
  switch (task.status) {
    case 'TODO':
      if (task.failure) return `Back in To do, because ${session ?? 'its session'} failed: ${task.failure.message}`;
      if (latest?.status === 'cancelled') return `Back in To do, because ${session} was stopped.`;
      return task.status_since === task.created_at ? 'In To do since it was created.' : 'Moved to To do by hand.';
    case 'PLANNING':
      return task.active_session_id
        ? `An agent writes a plan in ${session ?? 'a session'}.`
        : 'Moved to Planning by hand.';
    case 'PLANNING_REVIEW':
      return 'A plan waits for a person.';
    case 'IN_PROGRESS':
      return task.active_session_id
        ? `In progress, because ${session ?? 'a session'} ${doing(latest?.status)}.`
        : 'Moved to In progress by hand; no agent works on it.';
    case 'AI_REVIEW':
      return latest?.status === 'completed'
        ? `In AI review, because ${session} completed.`
        : 'Moved to AI review by hand.';
    case 'HUMAN_REVIEW':
      return 'Waits for a person to look at the work.';
    case 'DONE':
      return 'Done, because a person accepted the work.';
  }
}

/** What a session that holds its task does. */
function doing(status: SessionView['status'] | undefined): string {
  switch (status) {
    case 'queued':
      return 'waits in the queue to work on it';
    case 'pending':
      return 'is about to work on it; its pod is being made ready';
    case 'retrying':
      return 'failed, and is tried again';
    case 'waiting':
      return 'works on it and waits for an answer';
    case 'stopping':
      return 'works on it until it is stopped';
    default:
      return 'works on it';
  }
}
