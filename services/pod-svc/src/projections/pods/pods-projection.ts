import type { Projection } from '@podium/projections';
import { foldPodRow, podKeyOf, PodRow } from './pod-row.ts';

/** Which pods there are, and how they are. */
export const podsProjection: Projection = {
  name: 'pods',
  version: 1,
  contexts: ['pod'],
  tables: [{ entity: PodRow, keyOf: podKeyOf, fold: foldPodRow }],
};
