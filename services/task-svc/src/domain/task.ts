import {
  TaskStatus,
  type Attachment,
  type MessageTypes,
  type Recorded,
  type RecordedFact,
  type TaskPriority,
} from '@podium/proto';
import { evolveComments, type Comment } from './comments.ts';
import { noProperties, withProperties, type Properties } from './properties.ts';

/** A task as far as decisions about it need to know it. A deleted one is kept, so that it can be restored. */
export type TaskState =
  { readonly kind: 'none' } | LiveTask | { readonly kind: 'deleted'; readonly task: LiveTask | null };

/** What people edit; each is in conflict only with itself. */
export const editableFields = [
  'title',
  'description',
  'priority',
  'labels',
  'assignee',
  'dueOn',
  'autoStart',
  'checklist',
] as const;

export type EditableField = (typeof editableFields)[number];

export interface LiveTask {
  readonly kind: 'live';
  readonly title: string;
  readonly description: string;
  readonly priority: TaskPriority;
  readonly properties: Properties;
  readonly attachments: readonly Attachment[];
  readonly comments: ReadonlyMap<string, Comment>;
  readonly status: TaskStatus;
  /** RFC 3339. */
  readonly statusSince: string;
  /** The column that it was moved here from by hand; null where something else brought it here. */
  readonly cameFrom: TaskStatus | null;
  readonly rank: string;
  /** RFC 3339; null while it is on the board. */
  readonly archivedAt: string | null;
  /** The session that holds the task, until it ends. */
  readonly activeSessionId: string | null;
  readonly latestSessionId: string | null;
  /** Every session so far, oldest first. */
  readonly sessionIds: readonly string[];
  readonly failure: { readonly code: string; readonly message: string; readonly retryable: boolean } | null;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly createdBy: string;
  /** Number of facts so far. */
  readonly version: number;
  /** Version at which each property was last changed; absent where it never was. */
  readonly editedAtVersions: Readonly<Partial<Record<EditableField, number>>>;
}

export const initialTask: TaskState = { kind: 'none' };

/** Folds one fact into the state; facts of other aggregates leave it as it is. */
export function evolveTask(state: TaskState, fact: RecordedFact): TaskState {
  if (fact.type === 'podium.task.v1.TaskCreated') return createdTask(fact);
  if (fact.type === 'podium.task.v1.TaskRestored' && state.kind === 'deleted' && state.task) {
    return { ...state.task, activeSessionId: null, version: fact.version };
  }
  if (state.kind !== 'live') return state;
  if (fact.type === 'podium.task.v1.TaskDeleted') return { kind: 'deleted', task: state };
  const change = cardChange(state, fact) ?? belongingsChange(state, fact);
  return change ? { ...state, ...change, version: fact.version } : state;
}

function createdTask(fact: Recorded<'podium.task.v1.TaskCreated'>): LiveTask {
  const { title, description, priority, rank, properties, attachments } = fact.data;
  return {
    kind: 'live',
    title,
    description,
    priority,
    rank,
    properties: withProperties(noProperties, properties),
    attachments: (attachments?.items ?? []).map((each) => placed(each, fact)),
    comments: new Map(),
    status: TaskStatus.TODO,
    statusSince: fact.time,
    cameFrom: null,
    archivedAt: null,
    activeSessionId: null,
    latestSessionId: null,
    sessionIds: [],
    failure: null,
    createdAt: fact.time,
    createdBy: fact.actor,
    version: fact.version,
    editedAtVersions: {},
  };
}

/** Where the card is, what it says, and who works on it. */
function cardChange(task: LiveTask, fact: RecordedFact): Partial<LiveTask> | undefined {
  switch (fact.type) {
    case 'podium.task.v1.TaskEdited':
      return edit(task, fact.data, fact.version);
    case 'podium.task.v1.TaskMoved': {
      const { from, to, rank } = fact.data;
      const cameFrom = from === to ? task.cameFrom : from;
      return { ...statusChange(task, to, fact.time), cameFrom, rank, failure: null };
    }
    case 'podium.task.v1.TaskExecutionStarted': {
      const { sessionId, to } = fact.data;
      const sessionIds = [...task.sessionIds, sessionId];
      const session = { activeSessionId: sessionId, latestSessionId: sessionId, sessionIds, failure: null };
      return { ...statusChange(task, to, fact.time), ...session, cameFrom: null };
    }
    case 'podium.task.v1.TaskExecutionCompleted':
    case 'podium.task.v1.TaskExecutionStopped':
      return { ...statusChange(task, fact.data.to, fact.time), activeSessionId: null, cameFrom: null };
    case 'podium.task.v1.TaskExecutionFailed': {
      const { reason: code, message, retryable, to } = fact.data;
      const failure = { code, message, retryable };
      return { ...statusChange(task, to, fact.time), activeSessionId: null, cameFrom: null, failure };
    }
    case 'podium.task.v1.TaskArchived':
      return { archivedAt: fact.time };
    case 'podium.task.v1.TaskUnarchived':
      return { archivedAt: null };
    default:
      return undefined;
  }
}

/** Files and comments. */
function belongingsChange(task: LiveTask, fact: RecordedFact): Partial<LiveTask> | undefined {
  switch (fact.type) {
    case 'podium.task.v1.TaskAttachmentAdded': {
      const { attachment } = fact.data;
      return attachment ? { attachments: [...task.attachments, placed(attachment, fact)] } : {};
    }
    case 'podium.task.v1.TaskAttachmentRemoved':
      return { attachments: task.attachments.filter(({ attachmentId }) => attachmentId !== fact.data.attachmentId) };
    default: {
      const comments = evolveComments(task.comments, fact);
      return comments && { comments };
    }
  }
}

function edit(
  task: LiveTask,
  { title, description, priority, properties }: MessageTypes['podium.task.v1.TaskEdited'],
  version: number,
): Partial<LiveTask> {
  const changed: Partial<Record<EditableField, unknown>> = { title, description, priority, ...properties };
  const fields = editableFields.filter((field) => changed[field] !== undefined);
  return {
    title: title ?? task.title,
    description: description ?? task.description,
    priority: priority ?? task.priority,
    properties: withProperties(task.properties, properties),
    editedAtVersions: { ...task.editedAtVersions, ...Object.fromEntries(fields.map((field) => [field, version])) },
  };
}

function statusChange(task: LiveTask, status: TaskStatus, time: string): Partial<LiveTask> {
  return status === task.status ? {} : { status, statusSince: time };
}

/** A file that says itself when it came, wherever it is written next. */
function placed(attachment: Attachment, { time, actor }: RecordedFact): Attachment {
  return { ...attachment, addedAt: attachment.addedAt ?? time, addedBy: attachment.addedBy ?? actor };
}
