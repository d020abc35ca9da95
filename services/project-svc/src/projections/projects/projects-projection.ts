import type { Projection } from '@podium/projections';
import { foldProjectRow, projectKeyOf, ProjectRow } from './project-row.ts';

/** The projects that exist. */
export const projectsProjection: Projection = {
  name: 'projects',
  version: 1,
  contexts: ['project'],
  tables: [{ entity: ProjectRow, keyOf: projectKeyOf, fold: foldProjectRow }],
};
