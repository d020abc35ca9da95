/** Of the agent that works on the task. */
const forAnswer = `EXISTS (SELECT 1 FROM sessions s WHERE s.task_id = t.id AND s.status = 'waiting')`;

/** Nobody works on it, and there is a failure or something to look at. */
const byItself = `(t.active_session_id IS NULL
  AND (t.failure IS NOT NULL OR t.status IN ('PLANNING_REVIEW', 'AI_REVIEW', 'HUMAN_REVIEW')))`;

/**
 * The condition on tasks `t` that wait for a person, as `inboxOf` of the board library has it: not archived, not
 * assigned to somebody else.
 *
 * @param actor placeholder of the parameter that names the person, for example `$1`
 */
export function waitsForMe(actor: string): string {
  const isMine = `(t.assignee IS NULL OR t.assignee = ${actor})`;
  return `(t.archived_at IS NULL AND ${isMine} AND (${byItself} OR ${forAnswer}))`;
}
