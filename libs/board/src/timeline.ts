import type { RecordedFact } from '@podium/proto';
import { permissionWords } from './gate.ts';
import { taskStatusName } from './names.ts';
import { storyActor } from './story-actors.ts';
import { columns, factSentence } from './story-sentences.ts';
import type { MomentView } from './views.ts';

export const timelineMarkKinds = [
  'created',
  'execution_started',
  'completed',
  'failed',
  'stopped',
  'moved',
  'gate',
  'archived',
  'deleted',
  'pod',
] as const;

export type TimelineMarkKind = (typeof timelineMarkKinds)[number];

/** A moment of a project's history that is worth a look. */
export interface TimelineMark {
  readonly position: number;
  /** RFC 3339. */
  readonly time: string;
  readonly kind: TimelineMarkKind;
  readonly task_id?: string;
  /** One sentence; the card's title where it is about a card. */
  readonly label: string;
}

/** What a slider over a project's history shows. */
export interface TimelineView {
  readonly first: MomentView;
  readonly head: MomentView;
  /** Oldest first. */
  readonly marks: readonly TimelineMark[];
  /** Where the next page begins; null on the last one. */
  readonly next_cursor: string | null;
}

/** The mark that a fact makes on its project's timeline, if any. */
export function timelineMark(
  fact: RecordedFact,
  { titleOf, nameOf }: { titleOf: (taskId: string) => string | undefined; nameOf: (personId: string) => string },
): TimelineMark | undefined {
  const kind = kindOf(fact);
  if (!kind) return undefined;
  const { position, time } = fact;
  const taskId = 'taskId' in fact.data ? fact.data.taskId : undefined;
  const title = taskId === undefined ? undefined : titleOf(taskId);
  const who = storyActor(fact.actor, nameOf).name;
  const sentence = shortSentence(fact) ?? factSentence(fact, who);
  const isCreation = fact.type === 'podium.task.v1.TaskCreated';
  const label = title === undefined || isCreation ? sentence : `${title}: ${sentence}`;
  return { position, time, kind, ...(taskId === undefined ? {} : { task_id: taskId }), label };
}

/** The end of a run as it reads behind the title of its card. */
function shortSentence(fact: RecordedFact): string | undefined {
  switch (fact.type) {
    case 'podium.task.v1.TaskExecutionCompleted':
      return `done, now in ${columns[taskStatusName(fact.data.to)]}`;
    case 'podium.task.v1.TaskExecutionFailed':
      return `failed, back in ${columns[taskStatusName(fact.data.to)]}`;
    case 'podium.task.v1.TaskExecutionStopped':
      return `stopped, back in ${columns[taskStatusName(fact.data.to)]}`;
    case 'podium.session.v1.PermissionAsked':
      return `the agent asks to ${permissionWords(fact.data)}`;
    case 'podium.session.v1.QuestionAsked':
      return `the agent asks “${fact.data.questions.map(({ text }) => text).join(' ')}”`;
    default:
      return undefined;
  }
}

function kindOf(fact: RecordedFact): TimelineMarkKind | undefined {
  switch (fact.type) {
    case 'podium.project.v1.ProjectCreated':
    case 'podium.task.v1.TaskCreated':
      return 'created';
    case 'podium.task.v1.TaskExecutionStarted':
      return 'execution_started';
    case 'podium.task.v1.TaskExecutionCompleted':
      return 'completed';
    case 'podium.task.v1.TaskExecutionFailed':
      return 'failed';
    case 'podium.task.v1.TaskExecutionStopped':
      return 'stopped';
    case 'podium.task.v1.TaskMoved':
      return fact.data.from === fact.data.to ? undefined : 'moved';
    case 'podium.session.v1.PermissionAsked':
    case 'podium.session.v1.QuestionAsked':
      return 'gate';
    case 'podium.task.v1.TaskArchived':
    case 'podium.task.v1.TaskUnarchived':
      return 'archived';
    case 'podium.task.v1.TaskDeleted':
    case 'podium.task.v1.TaskRestored':
      return 'deleted';
    case 'podium.pod.v1.PodProvisioningStarted':
    case 'podium.pod.v1.PodReady':
    case 'podium.pod.v1.PodFailed':
    case 'podium.pod.v1.PodExited':
    case 'podium.pod.v1.PodStopped':
      return 'pod';
    default:
      return undefined;
  }
}
