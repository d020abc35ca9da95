import { foldPod, foldProject, foldSession, foldTask } from '@podium/board';
import type { Projection, TableFold } from '@podium/projections';
import { aggregateIdOf, projectIdOf, type Context, type RecordedFact } from '@podium/proto';
import { PodRow } from './pod.entity.ts';
import { ProjectRow } from './project.entity.ts';
import { SessionRow } from './session.entity.ts';
import { TaskRow } from './task.entity.ts';

/** PostgreSQL schema of everything that the gateway keeps. */
export const schema = 'gateway';

/** What the board and the API are served from: one table for each kind of view, folded as the browser folds them. */
export const readModel: Projection = {
  name: 'read-model',
  version: 2,
  contexts: ['project', 'pod', 'task', 'session'],
  tables: [
    table(ProjectRow, 'project', aggregateIdOf, foldProject),
    table(PodRow, 'pod', projectIdOf, foldPod),
    table(TaskRow, 'task', aggregateIdOf, foldTask),
    table(SessionRow, 'session', aggregateIdOf, foldSession),
  ],
};

export const readModelEntities = [ProjectRow, PodRow, TaskRow, SessionRow];

function table<Row extends object>(
  entity: new () => Row,
  context: Context,
  keyOf: (fact: RecordedFact) => string,
  fold: (row: Row | null, fact: RecordedFact) => Row | null,
): TableFold<Row> {
  return { entity, keyOf: (fact) => (contextOf(fact) === context ? keyOf(fact) : null), fold };
}

/** The second part of an event's subject. */
function contextOf(fact: RecordedFact): string | undefined {
  return fact.subject.split('/', 2)[1];
}
