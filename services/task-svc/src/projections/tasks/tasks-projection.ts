import type { Projection } from '@podium/projections';
import { foldTaskRow, taskKeyOf, TaskRow } from './task-row.ts';

/** Which tasks there are. */
export const tasksProjection: Projection = {
  name: 'tasks',
  version: 2,
  contexts: ['task'],
  tables: [{ entity: TaskRow, keyOf: taskKeyOf, fold: foldTaskRow }],
};
