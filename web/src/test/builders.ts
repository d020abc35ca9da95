import type { BoardView, ProjectSummaryView, SessionView, TaskView } from '@podium/board';
import type { FactType, MessageTypes, RecordedFact } from '@podium/proto';

const time = '2026-01-01T00:00:00.000Z';

export function aTask(change: Partial<TaskView> = {}): TaskView {
  return {
    id: 't1',
    project_id: 'p1',
    title: 'Add a README file',
    description: '',
    priority: 'MEDIUM',
    status: 'TODO',
    rank: 'a0',
    labels: [],
    assignee: null,
    due_on: null,
    auto_start: false,
    checklist: [],
    depends_on: [],
    attachments: [],
    comment_count: 0,
    archived_at: null,
    active_session_id: null,
    latest_session_id: null,
    failure: null,
    status_since: time,
    created_at: time,
    updated_at: time,
    created_by: 'user:local',
    version: 1,
    position: 1,
    ...change,
  };
}

export function aSession(change: Partial<SessionView> = {}): SessionView {
  return {
    id: 's1',
    project_id: 'p1',
    task_id: 't1',
    phase: 'implementation',
    status: 'running',
    attempt: 1,
    title: 'Add a README file',
    prompt: 'Add a README file',
    model: null,
    requested_by: 'user:local',
    priority: 'MEDIUM',
    expedited_position: null,
    queued_at: time,
    started_at: time,
    ended_at: null,
    duration_ms: null,
    stop_reason: null,
    preview: null,
    latest_changes: null,
    failure: null,
    retry: null,
    usage: null,
    gates: [],
    output_chunks: null,
    continues_session_id: null,
    forked_from_message_id: null,
    prompts: [],
    turns: 1,
    reverted_to: null,
    position: 1,
    ...change,
  };
}

export function aProject(change: Partial<ProjectSummaryView> = {}): ProjectSummaryView {
  return {
    id: 'p1',
    name: 'Project',
    description: '',
    source: 'empty',
    repository_url: null,
    max_concurrent_sessions: 3,
    wip_limits: {},
    templates: [],
    saved_views: [],
    members: [],
    invitations: [],
    session_limits: { minutes: 60, idle_minutes: 10, steps: 200, tokens: 0, cost_usd: 0 },
    gate_timeout_minutes: 0,
    allowed_actions: [],
    queue_paused: false,
    queue_pause_reason: null,
    budget: null,
    budget_status: null,
    created_at: time,
    updated_at: time,
    created_by: 'user:local',
    position: 1,
    pod: null,
    task_counts: { TODO: 0, PLANNING: 0, PLANNING_REVIEW: 0, IN_PROGRESS: 0, AI_REVIEW: 0, HUMAN_REVIEW: 0, DONE: 0 },
    active_sessions: 0,
    ...change,
  };
}

export function aBoard(change: Partial<BoardView> = {}): BoardView {
  return { position: 1, project: aProject(), pod: null, tasks: [], sessions: [], ...change };
}

/** A fact of the project `p1` at a position. */
export function aFact<T extends FactType>(
  position: number,
  type: T,
  id: string,
  data: Partial<MessageTypes[T]>,
  project = 'p1',
): RecordedFact {
  const context = type.split('.')[1];
  return {
    type,
    subject: `${project}/${context}/${id}`,
    time,
    actor: 'user:local',
    version: 1,
    position,
    data,
  } as unknown as RecordedFact;
}
