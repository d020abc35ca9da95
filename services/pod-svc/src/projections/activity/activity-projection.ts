import type { Projection } from '@podium/projections';
import { activityKeyOf, foldActivity, PodActivity } from './pod-activity.ts';

/** Which pods somebody needs. */
export const activityProjection: Projection = {
  name: 'pod-activity',
  version: 1,
  contexts: ['pod', 'session'],
  tables: [{ entity: PodActivity, keyOf: activityKeyOf, fold: foldActivity }],
};
