import {
  commentIdOf,
  foldCatalogue,
  foldComment,
  foldPod,
  foldProject,
  foldSession,
  foldSessionUsage,
  foldTask,
  isAboutProject,
  taskIdOf,
  usageKeyOf,
} from '@podium/board';
import type { Projection, TableFold } from '@podium/projections';
import { aggregateIdOf, projectIdOf, type Context, type RecordedFact } from '@podium/proto';
import { CatalogueRow } from './catalogue.entity.ts';
import { CommentRow } from './comment.entity.ts';
import { PodRow } from './pod.entity.ts';
import { ProjectRow } from './project.entity.ts';
import { SessionUsageRow } from './session-usage.entity.ts';
import { SessionRow } from './session.entity.ts';
import { TaskRow } from './task.entity.ts';

/** PostgreSQL schema of everything that the gateway keeps. */
export const schema = 'gateway';

/** What the board and the API are served from: one table for each kind of view, folded as the browser folds them. */
export const readModel: Projection = {
  name: 'read-model',
  version: 6,
  contexts: ['project', 'pod', 'task', 'session'],
  // It may have removed a member.
  unreadableContexts: ['project'],
  tables: [
    { entity: ProjectRow, keyOf: projectKeyOf, fold: foldProject },
    table(PodRow, 'pod', projectIdOf, foldPod),
    table(TaskRow, 'task', taskIdOf, foldTask),
    table(CommentRow, 'task', commentIdOf, foldComment),
    table(SessionRow, 'session', aggregateIdOf, foldSession),
    table(SessionUsageRow, 'session', usageKeyOf, foldSessionUsage),
    table(CatalogueRow, 'session', catalogueKeyOf, foldCatalogue),
  ],
};

export const readModelEntities = [ProjectRow, PodRow, TaskRow, CommentRow, SessionRow, SessionUsageRow, CatalogueRow];

function table<Row extends object>(
  entity: new () => Row,
  context: Context,
  keyOf: (fact: RecordedFact) => string | null,
  fold: (row: Row | null, fact: RecordedFact) => Row | null,
): TableFold<Row> {
  return { entity, keyOf: (fact) => (contextOf(fact) === context ? keyOf(fact) : null), fold };
}

/** The project that a fact changes: one of its own, or one about all of its sessions. */
function projectKeyOf(fact: RecordedFact): string | null {
  const context = contextOf(fact);
  const isOfProject = context === 'project' || (context === 'session' && isAboutProject(aggregateIdOf(fact)));
  return isOfProject ? projectIdOf(fact) : null;
}

function catalogueKeyOf(fact: RecordedFact): string | null {
  return fact.type === 'podium.session.v1.RuntimeCatalogued' ? fact.data.projectId : null;
}

/** The second part of an event's subject. */
function contextOf(fact: RecordedFact): string | undefined {
  return fact.subject.split('/', 2)[1];
}
