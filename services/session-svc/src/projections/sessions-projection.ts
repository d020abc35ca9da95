import { foldSessionUsage, usageKeyOf } from '@podium/board';
import type { Projection } from '@podium/projections';
import { dependencyKeyOf, foldDependency, TaskDependency } from './dependencies/task-dependency.ts';
import { foldOpenTask, OpenTask, openTaskKeyOf } from './dependencies/open-task.ts';
import { foldLimits, limitsKeyOf, ProjectLimits } from './limits/project-limits.ts';
import { foldWaiting, waitingKeyOf, WaitingSession } from './limits/waiting-session.ts';
import { foldPodEndpoint, PodEndpoint, podKeyOf } from './pods/pod-endpoint.ts';
import { foldSlots, ProjectSlots, slotsKeyOf } from './projects/project-slots.ts';
import { foldQueue, QueuedSession, queueKeyOf } from './queue/queued-session.ts';
import { budgetKeyOf, foldBudget, ProjectBudget } from './usage/project-budget.ts';
import { SessionUsageRow } from './usage/session-usage-row.ts';

/**
 * What scheduling needs to know: the queue, what its tasks wait for, each project's slots, pod and budget, and what was
 * used of it. All at one position.
 */
export const sessionsProjection: Projection = {
  name: 'sessions',
  version: 2,
  contexts: ['project', 'task', 'session', 'pod'],
  tables: [
    { entity: QueuedSession, keyOf: queueKeyOf, fold: foldQueue },
    { entity: ProjectSlots, keyOf: slotsKeyOf, fold: foldSlots },
    { entity: TaskDependency, keyOf: dependencyKeyOf, fold: foldDependency },
    { entity: OpenTask, keyOf: openTaskKeyOf, fold: foldOpenTask },
    { entity: SessionUsageRow, keyOf: usageKeyOf, fold: foldSessionUsage },
    { entity: ProjectBudget, keyOf: budgetKeyOf, fold: foldBudget },
    { entity: ProjectLimits, keyOf: limitsKeyOf, fold: foldLimits },
    { entity: WaitingSession, keyOf: waitingKeyOf, fold: foldWaiting },
    { entity: PodEndpoint, keyOf: podKeyOf, fold: foldPodEndpoint },
  ],
};

/** The entities of its tables. */
export const sessionsEntities = sessionsProjection.tables.map(({ entity }) => entity);
