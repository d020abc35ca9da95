import type {
  BoardView,
  ModelView,
  ProjectSummaryView,
  SessionView,
  TaskPriorityName,
  TaskStatusName,
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

export type { BoardView };

/** A person's answer to what an agent waits for: to a permission, or to questions in their order. */
export type GateAnswer = { answer: 'once' | 'always' | 'reject'; feedback?: string } | { answers: string[][] };
