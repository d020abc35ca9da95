import type { ChangeCountsView, GateView, SessionView } from './session-view.ts';
import type { FailureView, TaskPriorityName, TaskView } from './task-view.ts';
import type { BoardView } from './views.ts';

export type InboxKind = 'permission' | 'question' | 'plan' | 'failure' | 'review';

/** Something that waits for a person. */
export interface InboxItem {
  /** The same as long as it waits for the same thing. */
  id: string;
  kind: InboxKind;
  project_id: string;
  project_name: string;
  task_id: string;
  task_title: string;
  priority: TaskPriorityName;
  /** The session that it is about; null where none is. */
  session_id: string | null;
  /** Since when it waits, RFC 3339. */
  since: string;
  /** What an agent waits for; null where no agent does. */
  gate: GateView | null;
  /** Null where nothing failed. */
  failure: FailureView | null;
  /** What the agent wants, asks or said last, or why it failed; null where there are no words of it. */
  text: string | null;
  /** What the work that waits to be looked at changed last; null elsewhere, and where nobody knows. */
  changes: ChangeCountsView | null;
}

type InboxTask = Pick<
  TaskView,
  | 'id'
  | 'project_id'
  | 'title'
  | 'priority'
  | 'status'
  | 'status_since'
  | 'failure'
  | 'active_session_id'
  | 'latest_session_id'
  | 'archived_at'
  | 'assignee'
>;
type InboxSession = Pick<SessionView, 'id' | 'task_id' | 'gates' | 'preview' | 'latest_changes' | 'reverted_to'>;

/** What an agent waits for keeps it from working, so it comes first; then by how long it waits. */
const order: readonly InboxKind[] = ['permission', 'question', 'plan', 'failure', 'review'];

interface InboxBoard {
  readonly project: Pick<BoardView['project'], 'name'>;
  readonly tasks: readonly InboxTask[];
  readonly sessions: readonly InboxSession[];
}

/**
 * Everything of a board that waits for a person, the most pressing first. What is assigned to somebody else does not.
 *
 * @param actor the person, `user:<id>`; without one, whoever it is assigned to
 */
export function inboxOf(board: InboxBoard, actor?: string): InboxItem[] {
  const mine = board.tasks.filter(({ assignee }) => !actor || assignee === null || assignee === actor);
  const tasks = new Map(mine.map((task) => [task.id, task]));
  const gates = board.sessions.flatMap((session) => {
    const task = tasks.get(session.task_id);
    return task ? session.gates.map((gate) => ({ ...itemOf(board.project.name, task), ...ofGate(session, gate) })) : [];
  });
  const sessions = new Map(board.sessions.map((session) => [session.id, session]));
  const others = mine.flatMap((task) => {
    const kind = waitingKind(task);
    if (!kind) return [];
    const item = { ...itemOf(board.project.name, task), kind, id: `${kind}:${task.id}:${task.status_since}` };
    return [kind === 'failure' ? item : { ...item, ...ofWork(sessions.get(task.latest_session_id ?? '')) }];
  });
  return [...gates, ...others].sort(compareInInbox);
}

/** Orders what waits over all projects. */
export function compareInInbox(one: InboxItem, other: InboxItem): number {
  const first = order.indexOf(one.kind) - order.indexOf(other.kind);
  if (first !== 0) return first;
  if (one.since !== other.since) return one.since < other.since ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

function itemOf(projectName: string, task: InboxTask): Omit<InboxItem, 'kind' | 'id'> {
  return {
    project_id: task.project_id,
    project_name: projectName,
    task_id: task.id,
    task_title: task.title,
    priority: task.priority,
    session_id: task.latest_session_id,
    since: task.status_since,
    gate: null,
    failure: task.failure,
    text: task.failure?.message ?? null,
    changes: null,
  };
}

function ofWork(session: InboxSession | undefined): Pick<InboxItem, 'text' | 'changes'> {
  // What was put back is not what there is to look at.
  const isThere = session?.reverted_to === null;
  return { text: session?.preview ?? null, changes: isThere ? session.latest_changes : null };
}

function ofGate(
  session: InboxSession,
  gate: GateView,
): Pick<InboxItem, 'id' | 'kind' | 'session_id' | 'since' | 'gate' | 'failure' | 'text'> {
  return {
    id: `${session.id}:${gate.id}`,
    kind: gate.kind,
    session_id: session.id,
    since: gate.asked_at,
    gate,
    failure: null,
    text: gateSentence(gate),
  };
}

function gateSentence(gate: GateView): string {
  if (gate.kind === 'permission') return `The agent wants to ${gate.text}`;
  return gate.questions.map(({ text }) => text).join(' ');
}

/** What a task itself waits for; null where an agent works on it, or nobody has to do anything. */
function waitingKind(task: InboxTask): 'plan' | 'failure' | 'review' | null {
  if (task.archived_at !== null || task.active_session_id !== null) return null;
  if (task.failure) return 'failure';
  if (task.status === 'PLANNING_REVIEW') return 'plan';
  // Until a reviewing agent exists, its column waits for a person as well.
  return task.status === 'AI_REVIEW' || task.status === 'HUMAN_REVIEW' ? 'review' : null;
}
