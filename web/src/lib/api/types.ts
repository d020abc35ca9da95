import type {
  BoardView,
  ModelView,
  ProjectSummaryView,
  SessionView,
  StoryEntry,
  TaskPriorityName,
  TaskStatusName,
  TimelineMark,
  WorkspaceSourceName,
} from '@podium/board';

export interface ProjectList {
  position: number;
  projects: ProjectSummaryView[];
}

export interface NewProject {
  name: string;
  description?: string;
  source: WorkspaceSourceName;
  repository_url?: string;
}

export interface NewTask {
  title: string;
  description?: string;
  priority: TaskPriorityName;
}

export interface TaskEdit {
  title?: string;
  description?: string;
  priority?: TaskPriorityName;
  seen_version?: number;
}

export interface TaskMove {
  status: TaskStatusName;
  /** Index in the target column, from 0; absent for its end. */
  position?: number;
}

export interface SessionAnswer {
  session_id: string;
  status: SessionView['status'];
  position: number;
}

export interface SessionPage {
  sessions: SessionView[];
  total_count: number;
  next_cursor: string | null;
}

export interface SystemInfo {
  model: Pick<ModelView, 'label' | 'scripted'>;
  version: string;
  person: { id: string; name: string };
}

/** A place in the log. */
export interface Moment {
  position: number;
  /** RFC 3339. */
  time: string;
}

/** A board as it was. */
export interface PastBoard extends BoardView {
  at: Moment;
}

/** What the scrubber shows of a project's history. */
export interface TimelinePage {
  first: Moment;
  head: Moment;
  /** Oldest first. */
  marks: TimelineMark[];
  next_cursor: string | null;
}

export interface Story {
  task_id: string;
  /** Oldest first. */
  entries: StoryEntry[];
  position: number;
}

export type { BoardView };

/** A person's answer to what an agent waits for: to a permission, or to questions in their order. */
export type GateAnswer = { answer: 'once' | 'always' | 'reject'; feedback?: string } | { answers: string[][] };
