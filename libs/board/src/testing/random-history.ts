import {
  FailureClass,
  MemberRole,
  SessionPhase,
  TaskPriority,
  TaskStatus,
  WorkspaceSource,
  type MessageTypes,
  type RecordedFact,
} from '@podium/proto';
import { WrittenHistory } from './written-history.ts';

/** One step of a history, for example made by a property test. */
export interface HistoryStep {
  /** Which kind of thing happens; any whole number from 0. */
  readonly kind: number;
  /** To which of the things that there are; any whole number from 0. */
  readonly which: number;
  /** Milliseconds since the step before, by the clock of the writer: below 0 where it is behind another's. */
  readonly elapsedMs: number;
}

const statuses = [TaskStatus.TODO, TaskStatus.AI_REVIEW, TaskStatus.HUMAN_REVIEW, TaskStatus.DONE];
const usage = { inputTokens: 10, outputTokens: 5, cachedTokens: 0, costUsd: 0.5 };

/**
 * A log of any steps in two projects, `p0` and `p1`. It need not be one that the services would write: folds have to
 * give the same for every order of facts.
 */
export function randomHistory(steps: readonly HistoryStep[]): RecordedFact[] {
  const history = new WrittenHistory();
  let timeMs = Date.UTC(2026, 0, 1);
  for (const { kind, which, elapsedMs } of steps) {
    timeMs += elapsedMs;
    const make = kinds[kind % kinds.length];
    make?.(history, which, new Date(timeMs).toISOString());
  }
  return history.facts;
}

type Kind = (history: WrittenHistory, which: number, time: string) => unknown;

function placeOf(which: number): { projectId: string; taskId: string; sessionId: string } {
  const projectId = `p${which % 2}`;
  const number = Math.floor(which / 2);
  return { projectId, taskId: `t-${number % 7}`, sessionId: `s-${number % 9}` };
}

const createTask: Kind = (history, which, time) => {
  const { projectId, taskId } = placeOf(which);
  const data = { taskId, title: `Task ${which}`, description: '', priority: TaskPriority.LOW, rank: `a${which % 5}` };
  history.write(projectId, taskId, 'podium.task.v1.TaskCreated', data, { time });
};

const startSession: Kind = (history, which, time) => {
  const { projectId, taskId, sessionId } = placeOf(which);
  const common = { taskId, sessionId, title: 'a task', prompt: 'do it' };
  const data = { ...common, priority: TaskPriority.LOW, from: TaskStatus.TODO, to: TaskStatus.IN_PROGRESS };
  const cause = history.write(projectId, taskId, 'podium.task.v1.TaskExecutionStarted', data, { time });
  const queued = { ...common, phase: SessionPhase.IMPLEMENTATION, requestedBy: 'user:ann' };
  history.write(projectId, sessionId, 'podium.session.v1.SessionQueued', queued, { time, cause });
};

/** What belongs to tasks, and their leaving and coming back. */
const taskKinds: readonly Kind[] = [
  (history, which, time) => {
    const { projectId, taskId } = placeOf(which);
    const properties = { labels: { names: [`l${which % 3}`] }, assignee: which % 2 ? 'user:ann' : '' };
    history.write(projectId, taskId, 'podium.task.v1.TaskEdited', { taskId, properties }, { time });
  },
  (history, which, time) => {
    const { projectId, taskId } = placeOf(which);
    const data = { taskId, dependsOnTaskId: `t-${which % 5}` };
    const type = which % 3 ? 'podium.task.v1.TaskDependencyAdded' : 'podium.task.v1.TaskDependencyRemoved';
    history.write(projectId, 'dependencies', type, data, { time });
  },
  (history, which, time) => {
    const { projectId, taskId } = placeOf(which);
    const commentId = `c-${which % 4}`;
    if (which % 3 === 0) {
      history.write(projectId, taskId, 'podium.task.v1.CommentDeleted', { taskId, commentId }, { time });
    } else {
      const comment = { taskId, commentId, text: `Comment ${which}`, mentions: [] };
      history.write(projectId, taskId, 'podium.task.v1.CommentAdded', comment, { time });
    }
  },
  (history, which, time) => {
    const { projectId, taskId } = placeOf(which);
    if (which % 2) history.write(projectId, taskId, 'podium.task.v1.TaskArchived', { taskId }, { time });
    else history.write(projectId, taskId, 'podium.task.v1.TaskUnarchived', { taskId, card: cardOf(which) }, { time });
  },
  (history, which, time) => {
    const { projectId, taskId } = placeOf(which);
    if (which % 3 === 0) {
      history.write(projectId, taskId, 'podium.task.v1.TaskRestored', { taskId, card: cardOf(which) }, { time });
    }
  },
];

function cardOf(which: number): NonNullable<MessageTypes['podium.task.v1.TaskRestored']['card']> {
  return {
    title: `Card ${which}`,
    description: '',
    priority: TaskPriority.HIGH,
    status: statuses[which % 4] ?? TaskStatus.TODO,
    rank: `c${which % 5}`,
    properties: { labels: { names: ['card'] } },
    attachments: { items: [] },
    dependsOnTaskIds: ['t-1'],
    commentCount: which % 3,
    statusSince: '2026-01-01T00:00:00.000Z',
    createdAt: '2026-01-01T00:00:00.000Z',
    createdBy: 'user:ann',
  };
}

/** Who comes and goes. */
const changeMembers: Kind = (history, which, time) => {
  const { projectId } = placeOf(which);
  const [member, invitationId] = [`user:m${which % 4}`, `i-${which % 3}`];
  const role = which % 3 ? MemberRole.MEMBER : MemberRole.OWNER;
  const write = (type: MemberFact, data: object): unknown =>
    history.write(projectId, projectId, type, { projectId, member, ...data } as MessageTypes[MemberFact], { time });
  if (which % 5 === 0) write('podium.project.v1.ProjectMemberRemoved', {});
  else if (which % 5 === 1) write('podium.project.v1.ProjectMemberRoleChanged', { role });
  else write('podium.project.v1.ProjectMemberAdded', { displayName: member, role, invitationId });
};

type MemberFact = `podium.project.v1.ProjectMember${'Added' | 'RoleChanged' | 'Removed'}`;

/** Tasks and sessions more often than what is rare in life too. */
const kinds: readonly Kind[] = [
  createTask,
  createTask,
  startSession,
  startSession,
  (history, which, time) => {
    const { projectId, taskId } = placeOf(which);
    const data = { taskId, from: TaskStatus.TODO, to: statuses[which % 4] ?? TaskStatus.TODO, rank: `b${which % 5}` };
    history.write(projectId, taskId, 'podium.task.v1.TaskMoved', data, { time });
  },
  (history, which, time) => {
    const { projectId, taskId } = placeOf(which);
    history.write(projectId, taskId, 'podium.task.v1.TaskEdited', { taskId, title: `New ${which}` }, { time });
  },
  (history, which, time) => {
    const { projectId, taskId, sessionId } = placeOf(which);
    const data = { taskId, sessionId, summary: 'done', usage, outputChunks: 3 };
    history.write(projectId, sessionId, 'podium.session.v1.SessionCompleted', data, { time });
  },
  (history, which, time) => {
    const { projectId, taskId, sessionId } = placeOf(which);
    const failure = { reason: 'model_error', message: 'No.', failureClass: FailureClass.TRANSIENT };
    const data = { taskId, sessionId, ...failure, usage, outputChunks: 3 };
    history.write(projectId, sessionId, 'podium.session.v1.SessionFailed', data, { time });
  },
  (history, which, time) => {
    const { projectId } = placeOf(which);
    const data = { projectId, generation: 1, endpoint: '', workspacePath: '', version: '1' };
    history.write(projectId, projectId, 'podium.pod.v1.PodReady', data, { time });
  },
  (history, which, time) => {
    const { projectId, taskId } = placeOf(which);
    if (which % 3 === 0) history.write(projectId, taskId, 'podium.task.v1.TaskDeleted', { taskId }, { time });
  },
  (history, which, time) => {
    const { projectId } = placeOf(which);
    const data = { projectId, name: `P ${which}`, description: '', source: WorkspaceSource.EMPTY };
    history.write(
      projectId,
      projectId,
      'podium.project.v1.ProjectCreated',
      { ...data, maxConcurrentSessions: 3 },
      { time },
    );
  },
  (history, which, time) => {
    const { projectId } = placeOf(which);
    if (which % 20 === 0)
      history.write(projectId, projectId, 'podium.project.v1.ProjectDeleted', { projectId }, { time });
  },
  (history, which, time) => {
    const { projectId, taskId, sessionId } = placeOf(which);
    const data = { taskId, sessionId };
    history.write(projectId, sessionId, 'podium.session.v1.SessionExpedited', data, { time });
  },
  (history, which, time) => {
    const { projectId } = placeOf(which);
    const type = which % 3 === 0 ? 'podium.session.v1.QueuePaused' : 'podium.session.v1.QueueResumed';
    history.write(projectId, 'queue', type, { projectId }, { time });
  },
  (history, which, time) => {
    const { projectId } = placeOf(which);
    const data = { projectId, period: '2026-01', costUsd: which, tokens: which, limitUsd: 1 };
    history.write(projectId, 'budget', 'podium.session.v1.BudgetExceeded', data, { time });
  },
  ...taskKinds,
  changeMembers,
];
