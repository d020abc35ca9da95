import { aggregateIdOf, type RecordedFact } from '@podium/proto';
import { storyActor } from './story-actors.ts';
import { factSentence } from './story-sentences.ts';
import type { MomentView } from './views.ts';

export const timelineMarkKinds = [
  'created',
  'execution_started',
  'completed',
  'failed',
  'stopped',
  'moved',
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
  const taskId = 'taskId' in fact.data ? aggregateIdOf(fact) : undefined;
  const title = taskId === undefined ? undefined : titleOf(taskId);
  const sentence = factSentence(fact, storyActor(fact.actor, nameOf).name);
  const isCreation = fact.type === 'podium.task.v1.TaskCreated';
  const label = title === undefined || isCreation ? sentence : `${title}: ${sentence}`;
  return { position, time, kind, ...(taskId === undefined ? {} : { task_id: taskId }), label };
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
