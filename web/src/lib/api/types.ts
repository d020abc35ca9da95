import type {
  BoardView,
  ChecklistItemView,
  ModelView,
  ProjectSummaryView,
  SessionView,
  TaskPriorityName,
  TaskStatusName,
  TaskView,
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
  labels?: string[];
}

export interface TaskEdit {
  title?: string;
  description?: string;
  priority?: TaskPriorityName;
  labels?: string[];
  /** An actor; null for nobody. */
  assignee?: string | null;
  /** Calendar day, `YYYY-MM-DD`; null for none. */
  due_on?: string | null;
  auto_start?: boolean;
  checklist?: ChecklistItemView[];
  seen_version?: number;
}

/** What a change of a card shows at once, whatever request it is sent by. */
export type ShownEdit = TaskEdit & Partial<Pick<TaskView, 'depends_on' | 'attachments'>>;

/** The request that takes a write back; comes with the answer of the write. */
export interface UndoStep {
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** From the root, `/api/…`. */
  path: string;
  body?: unknown;
}

/** What answers of writes carry beside the view. */
export interface Undoable {
  undo?: UndoStep | null;
}

export interface TaskMove {
  status: TaskStatusName;
  /** The card that it lands behind, null for the beginning of the column; absent for its end. */
  after_id?: string | null;
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

export interface TaskPage {
  tasks: TaskView[];
  total_count: number;
  next_cursor: string | null;
}

export interface SystemInfo {
  model: Pick<ModelView, 'label' | 'scripted'>;
  version: string;
  person: { id: string; name: string };
  max_file_bytes: number;
}

export type { BoardView };

/** A person's answer to what an agent waits for: to a permission, or to questions in their order. */
export type GateAnswer = { answer: 'once' | 'always' | 'reject'; feedback?: string } | { answers: string[][] };
